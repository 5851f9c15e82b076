"""The Django application of measures."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "santong.kit.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"
