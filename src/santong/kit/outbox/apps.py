"""The Django application of the outbox."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "santong.kit.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
