"""What the records module declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import Module, Permission

MODULE = Module(
    name="records",
    label=_("Learning records"),
    permissions=(
        Permission(
            "providers.view",
            _("See data providers"),
            ("region_administrator", "security_officer", "auditor", "school_it", "principal"),
        ),
        Permission(
            "providers.change",
            _("Give credentials to data providers"),
            ("region_administrator", "school_it"),
        ),
        Permission(
            "records.inspect",
            _("Inspect statements"),
            ("region_administrator", "school_it"),
        ),
    ),
)
