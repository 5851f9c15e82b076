"""Requests about two people who turn out to be one."""

from santong.domains.platform.duplicates.public import MergeRule, Rows

RULE = MergeRule(
    "people",
    rows=(
        Rows("people.adoption", "person"),
        Rows("people.adoption", "child"),
    ),
    order=60,
)
