from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    name = "santong.domains.platform.channels"
    label = "channels"
    verbose_name = _("Channels")

    def ready(self) -> None:
        from santong.domains.platform.channels.receivers import connect
        from santong.domains.platform.channels.shipped import load_after_migration

        connect()
        post_migrate.connect(load_after_migration, sender=self)
