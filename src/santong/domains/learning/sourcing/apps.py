from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

OF_PEOPLE = (("call", "person"), ("contribution", "person"))
"""Tables and columns that go over when somebody was entered twice."""


class SourcingConfig(AppConfig):
    name = "santong.domains.learning.sourcing"
    label = "sourcing"
    verbose_name = _("Sources of resources")

    def ready(self) -> None:
        from santong.domains.platform.duplicates.public import MergeRule, Rows, add_rule

        add_rule(MergeRule("sourcing", rows=tuple(Rows(f"sourcing.{model}", field) for model, field in OF_PEOPLE)))
