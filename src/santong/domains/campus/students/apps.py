from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudentsConfig(AppConfig):
    name = "santong.domains.campus.students"
    label = "students"
    verbose_name = _("Pupils")

    def ready(self) -> None:
        from santong.domains.campus.people.public import add_kind
        from santong.domains.campus.students.activation.panels import ActivationPanel
        from santong.domains.campus.students.importing.adopting import GUARDIAN, PUPIL
        from santong.domains.campus.students.panels import RosterPanel
        from santong.domains.campus.students.queries import kin_of
        from santong.domains.campus.students.uniting import RULE
        from santong.domains.platform.access.public import add_kin
        from santong.domains.platform.duplicates.public import add_rule
        from santong.domains.platform.organisations.public import add_panel

        add_rule(RULE)
        add_kind(PUPIL)
        add_kind(GUARDIAN)
        add_kin(kin_of)
        add_panel(RosterPanel(_("Pupils of the class")))
        add_panel(ActivationPanel(_("Accounts"), permission="accounts.activate", side=True))
