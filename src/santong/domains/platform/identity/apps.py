from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "santong.domains.platform.identity"
    label = "identity"
    verbose_name = _("People and accounts")

    def ready(self) -> None:
        from django.core.checks import register

        from santong.domains.platform.identity import receivers
        from santong.domains.platform.identity.takeover import check_rule

        register(check_rule)
        receivers.connect()
