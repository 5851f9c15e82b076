from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeachingPlansConfig(AppConfig):
    name = "santong.domains.campus.teaching_plans"
    label = "teaching_plans"
    verbose_name = _("Teaching plans")
