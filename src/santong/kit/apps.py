"""The kit's Django application: base models, audit, undo, pages."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "santong.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from santong.kit import checks  # noqa: F401  (registers the start-up checks)
