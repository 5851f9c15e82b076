from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CodesConfig(AppConfig):
    name = "santong.domains.platform.codes"
    label = "codes"
    verbose_name = _("Code tables")

    def ready(self) -> None:
        from santong.domains.platform.codes.shipped import load_after_migration

        post_migrate.connect(load_after_migration, sender=self)
