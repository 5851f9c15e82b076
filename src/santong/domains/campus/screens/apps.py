from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreensConfig(AppConfig):
    name = "santong.domains.campus.screens"
    label = "screens"
    verbose_name = _("Class screens")

    def ready(self) -> None:
        from santong.domains.campus.screens.following import follow_writes

        follow_writes()
