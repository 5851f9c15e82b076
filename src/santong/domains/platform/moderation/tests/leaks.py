"""How the leak guard plants word lists and reports."""

from santong.kit.testing.planting import Planting, holders

PLANTING = Planting(
    how={"moderation.Word": lambda world, number: {"sounds": ""}},
    seen_by={"moderation.Report": lambda: holders("moderation.review")},
)
