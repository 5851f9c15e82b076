from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    name = "santong.domains.governance.analytics"
    label = "analytics"
    verbose_name = _("Activity and analysis")

    def ready(self) -> None:
        from santong.domains.governance.analytics import following

        following.connect()
