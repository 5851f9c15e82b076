from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    name = "santong.domains.governance.dashboards"
    label = "dashboards"
    verbose_name = _("Dashboards")

    def ready(self) -> None:
        from santong.domains.governance.dashboards.shipped import load_after_migration

        post_migrate.connect(load_after_migration, sender=self)
