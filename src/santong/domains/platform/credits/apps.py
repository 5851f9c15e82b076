from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CreditsConfig(AppConfig):
    name = "santong.domains.platform.credits"
    label = "credits"
    verbose_name = _("Credits")

    def ready(self) -> None:
        from santong.domains.platform.credits.shipped import load_after_migration

        post_migrate.connect(load_after_migration, sender=self)
