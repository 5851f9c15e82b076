from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

OF_PEOPLE = (
    ("call", "person"),
    ("contribution", "person"),
    ("certificate", "person"),
    ("transaction", "by"),
    ("seat", "person"),
)
"""Tables and columns that go over when somebody was entered twice."""


class SourcingConfig(AppConfig):
    name = "santong.domains.learning.sourcing"
    label = "sourcing"
    verbose_name = _("Sources of resources")

    def ready(self) -> None:
        from santong.domains.learning.resources.public import add_panel
        from santong.domains.learning.sourcing.actions.merging import join_accounts, part_accounts
        from santong.domains.learning.sourcing.panels import PANEL
        from santong.domains.learning.sourcing.receivers import connect
        from santong.domains.platform.duplicates.public import MergeRule, Rows, add_rule

        connect()
        add_panel(PANEL)
        add_rule(MergeRule("points", rows=(), hand_over=join_accounts, take_back=part_accounts))
        add_rule(MergeRule("sourcing", rows=tuple(Rows(f"sourcing.{model}", field) for model, field in OF_PEOPLE)))
