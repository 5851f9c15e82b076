"""What the identity module declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import Module, Permission

MODULE = Module(
    name="identity",
    label=_("People and accounts"),
    permissions=(
        Permission(
            "people.view",
            _("See people"),
            (
                "region_administrator",
                "bureau_officer",
                "county_officer",
                "principal",
                "school_it",
                "teaching_affairs",
                "class_teacher",
            ),
        ),
        Permission("people.change", _("Change people"), ("region_administrator", "school_it", "teaching_affairs")),
        Permission("people.reveal", _("See full identity and phone numbers"), ("principal", "school_it")),
    ),
)
