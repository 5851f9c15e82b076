from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "santong.domains.platform.calendars"
    label = "calendars"
    verbose_name = _("Calendars")

    def ready(self) -> None:
        from santong.domains.platform.calendars.shipped import load_after_migration

        post_migrate.connect(load_after_migration, sender=self)
