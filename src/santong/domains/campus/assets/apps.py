from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AssetsConfig(AppConfig):
    name = "santong.domains.campus.assets"
    label = "assets"
    verbose_name = _("Assets")

    def ready(self) -> None:
        from santong.domains.campus.assets.shipped import load_after_migration

        post_migrate.connect(load_after_migration, sender=self)
