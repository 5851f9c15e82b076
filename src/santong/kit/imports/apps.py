"""The import wizard's Django application."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "santong.kit.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"
