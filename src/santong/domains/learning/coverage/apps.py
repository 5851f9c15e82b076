from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoverageConfig(AppConfig):
    name = "santong.domains.learning.coverage"
    label = "coverage"
    verbose_name = _("Use of resources in classes")

    def ready(self) -> None:
        from santong.domains.learning.coverage.receivers import connect

        connect()
