from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "santong.domains.campus.staff"
    label = "staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        from santong.domains.campus.people.public import add_kind
        from santong.domains.campus.staff.importing.adopting import STAFF
        from santong.domains.campus.staff.panels import ClassTeachersPanel
        from santong.domains.campus.staff.queries import taught
        from santong.domains.campus.staff.uniting import RULE
        from santong.domains.platform.access.public import add_teaching
        from santong.domains.platform.duplicates.public import add_rule
        from santong.domains.platform.organisations.public import add_panel

        add_rule(RULE)
        add_kind(STAFF)
        add_panel(ClassTeachersPanel(_("Teachers of the class")))
        add_teaching(taught)
