from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutyConfig(AppConfig):
    name = "santong.domains.campus.duty"
    label = "duty"
    verbose_name = _("Week plan and duty")
