from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "santong.domains.platform.conversations"
    label = "conversations"
    verbose_name = _("Conversations")

    def ready(self) -> None:
        from santong.domains.platform.conversations import receivers

        receivers.connect()
