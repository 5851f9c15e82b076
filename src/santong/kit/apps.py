"""The kit's Django application: base models, audit, undo, pages."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KitConfig(AppConfig):
    name = "santong.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from santong.kit import checks  # noqa: F401  (registers the start-up checks)
        from santong.kit.models.tokens import restore_triggers

        post_migrate.connect(restore_triggers, sender=self)
