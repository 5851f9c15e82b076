from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "santong.domains.platform.identity"
    label = "identity"
    verbose_name = _("People and accounts")

    def ready(self) -> None:
        from santong.domains.platform.identity import receivers

        receivers.connect()
