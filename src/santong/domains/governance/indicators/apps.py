from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "santong.domains.governance.indicators"
    label = "indicators"
    verbose_name = _("Indicators and plans")

    def ready(self) -> None:
        from santong.domains.governance.indicators.shipped import load_after_migration

        post_migrate.connect(load_after_migration, sender=self)
