"""The Django application of full-text search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FulltextConfig(AppConfig):
    name = "santong.kit.fulltext"
    label = "fulltext"
    verbose_name = _("Full-text search")
    default_auto_field = "django.db.models.BigAutoField"
