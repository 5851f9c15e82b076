"""The feed's Django application."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "santong.kit.changes"
    label = "changes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from santong.kit.changes.publishing import follow_writes

        follow_writes()
