from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulesConfig(AppConfig):
    name = "santong.domains.campus.rules"
    label = "rules"
    verbose_name = _("Library of rules")

    def ready(self) -> None:
        from santong.domains.campus.rules.indexing import listen

        listen()
