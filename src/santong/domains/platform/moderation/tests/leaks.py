"""How the leak guard plants word lists and reports."""

from santong.kit.testing.planting import Planting, holders

PLANTING = Planting(
    how={"moderation.Word": lambda world, number: {"sounds": ""}},
    # A report is written to the moderators.
    published=frozenset({"moderation.Report"}),
    seen_by={"moderation.Report": lambda: holders("moderation.review")},
)
