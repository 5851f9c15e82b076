from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "santong.domains.governance.reports"
    label = "reports"
    verbose_name = _("Periodic reports")

    def ready(self) -> None:
        from santong.domains.governance.reports.shipped import load_after_migration

        post_migrate.connect(load_after_migration, sender=self)
