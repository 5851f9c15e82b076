from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsConfig(AppConfig):
    name = "santong.domains.platform.requests"
    label = "requests"
    verbose_name = _("Requests")

    def ready(self) -> None:
        from santong.domains.platform.requests import receivers

        receivers.connect()
