from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "santong.domains.campus.supervision"
    label = "supervision"
    verbose_name = _("Supervised tasks")
