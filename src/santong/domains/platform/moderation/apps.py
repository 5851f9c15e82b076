from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "santong.domains.platform.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from santong.domains.platform.moderation import receivers

        receivers.connect()
