from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "santong.domains.platform.discussion"
    label = "discussion"
    verbose_name = _("Discussion")

    def ready(self) -> None:
        from santong.domains.platform.discussion import receivers

        receivers.connect()
