from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

OF_PEOPLE = (
    ("resource", "author"),
    ("collection", "person"),
    ("rating", "person"),
    ("comment", "person"),
    ("savedsearch", "person"),
    ("progress", "person"),
    ("playing", "person"),
    ("mark", "person"),
    ("review", "reviewer"),
    ("reviewer", "person"),
    ("complaint", "person"),
    ("key", "person"),
)
"""Tables and columns that go over when somebody was entered twice; what stands there once stays once."""


class ResourcesConfig(AppConfig):
    name = "santong.domains.learning.resources"
    label = "resources"
    verbose_name = _("Resource library")

    def ready(self) -> None:
        from santong.domains.learning.resources.receivers import connect
        from santong.domains.platform.duplicates.public import MergeRule, Rows, add_rule

        connect()
        add_rule(MergeRule("resources", rows=tuple(Rows(f"resources.{model}", field) for model, field in OF_PEOPLE)))
