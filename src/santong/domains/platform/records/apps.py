from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "santong.domains.platform.records"
    label = "records"
    verbose_name = _("Learning records")

    def ready(self) -> None:
        from santong.domains.platform.records import following

        following.connect()
