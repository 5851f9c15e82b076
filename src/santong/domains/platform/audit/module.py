"""What the audit module declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import MenuItem, Module, Permission

MODULE = Module(
    name="audit",
    label=_("Audit record"),
    permissions=(Permission("audit.view", _("Read the audit record"), ("auditor",)),),
    menu=(
        MenuItem(
            _("Audit record"),
            "audit:audit",
            icon="history",
            permission="audit.view",
            section="management",
            order=90,
            dock=True,
        ),
    ),
)
