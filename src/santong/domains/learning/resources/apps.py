from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "santong.domains.learning.resources"
    label = "resources"
    verbose_name = _("Resource library")

    def ready(self) -> None:
        from santong.domains.learning.resources.receivers import connect

        connect()
