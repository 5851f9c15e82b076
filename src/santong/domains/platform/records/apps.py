from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "santong.domains.platform.records"
    label = "records"
    verbose_name = _("Learning records")

    def ready(self) -> None:
        from santong.domains.platform.access.public import add_record
        from santong.domains.platform.records import following
        from santong.domains.platform.records.queries.own import PERMISSION, places_of_learning

        following.connect()
        add_record(_("Learning record"), PERMISSION, places_of_learning)
