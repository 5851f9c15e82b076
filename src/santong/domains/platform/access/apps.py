from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "santong.domains.platform.access"
    label = "access"
    verbose_name = _("Roles and appointments")

    def ready(self) -> None:
        from santong.domains.platform.access.consequences import watch
        from santong.domains.platform.access.panels import principal_name
        from santong.domains.platform.access.takeover import takeover_objections
        from santong.domains.platform.identity.public import set_takeover_rule
        from santong.domains.platform.organisations.public import set_head

        watch()
        set_takeover_rule(takeover_objections)
        set_head(principal_name)
