"""Loads the modules' declarations once all applications are there."""

from django.apps import AppConfig


class SantongConfig(AppConfig):
    name = "santong.config"
    label = "config"

    def ready(self) -> None:
        from santong.kit import registry

        registry.load()
