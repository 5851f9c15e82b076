from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ChecksConfig(AppConfig):
    name = "santong.domains.governance.checks"
    label = "checks"
    verbose_name = _("Data checks")

    def ready(self) -> None:
        from santong.domains.governance.checks.shipped import load_after_migration

        post_migrate.connect(load_after_migration, sender=self)
