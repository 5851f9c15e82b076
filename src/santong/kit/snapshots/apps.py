"""The Django application of snapshots."""

from django.apps import AppConfig


class SnapshotsConfig(AppConfig):
    name = "santong.kit.snapshots"
    label = "snapshots"
    default_auto_field = "django.db.models.BigAutoField"
