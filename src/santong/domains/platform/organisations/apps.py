from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "santong.domains.platform.organisations"
    label = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        from santong.domains.platform.organisations.models.tree import place_name
        from santong.kit.pages.changed import name_places

        name_places(place_name)
