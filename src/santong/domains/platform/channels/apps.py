from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    name = "santong.domains.platform.channels"
    label = "channels"
    verbose_name = _("Channels")

    def ready(self) -> None:
        from santong.domains.platform.channels.receivers import connect

        connect()
