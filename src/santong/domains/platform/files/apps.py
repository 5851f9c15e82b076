from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "santong.domains.platform.files"
    label = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from santong.domains.platform.duplicates.public import MergeRule, Rows, add_rule
        from santong.domains.platform.files import checks  # noqa: F401  (registers itself)

        add_rule(MergeRule("files", rows=(Rows("files.file", "owner"), Rows("files.allowance"))))
