from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "santong.domains.campus.network"
    label = "network"
    verbose_name = _("Network")

    def ready(self) -> None:
        from santong.domains.campus.network.shipped import load_after_migration

        post_migrate.connect(load_after_migration, sender=self)
