from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcingConfig(AppConfig):
    name = "santong.domains.learning.sourcing"
    label = "sourcing"
    verbose_name = _("Sources of resources")

    def ready(self) -> None:
        from santong.domains.learning.sourcing.receivers import connect

        connect()
