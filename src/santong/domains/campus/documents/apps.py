from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "santong.domains.campus.documents"
    label = "documents"
    verbose_name = _("Official documents")

    def ready(self) -> None:
        from santong.domains.campus.documents import receivers

        receivers.connect()
