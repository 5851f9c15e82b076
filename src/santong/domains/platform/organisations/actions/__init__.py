"""Writes on organisations: one verb each."""

from santong.domains.platform.organisations.actions.cohorts import (
    advance_grade,
    create_class,
    create_classes,
    create_grade,
)
from santong.domains.platform.organisations.actions.counting import add_count, set_counts
from santong.domains.platform.organisations.actions.schools import change_school, create_school
from santong.domains.platform.organisations.actions.tree import (
    change_organisation,
    create_organisation,
    next_path,
    rename_organisation,
)

__all__ = [
    "add_count",
    "advance_grade",
    "change_organisation",
    "change_school",
    "create_class",
    "create_classes",
    "create_grade",
    "create_organisation",
    "create_school",
    "next_path",
    "rename_organisation",
    "set_counts",
]
