"""The Django application of printing."""

from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "santong.kit.printing"
    label = "printing"
    default_auto_field = "django.db.models.BigAutoField"
