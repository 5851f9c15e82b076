from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "santong.domains.campus.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from santong.domains.campus.people.uniting import RULE
        from santong.domains.platform.duplicates.public import add_rule

        add_rule(RULE)
