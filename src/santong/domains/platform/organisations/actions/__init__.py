"""Writes on organisations: one verb each."""

from santong.domains.platform.organisations.actions.cohorts import (
    ClassExists,
    advance_grade,
    create_class,
    create_classes,
    create_grade,
)
from santong.domains.platform.organisations.actions.counting import add_count, add_counts, set_counts
from santong.domains.platform.organisations.actions.ending import close_organisation, reopen_organisation
from santong.domains.platform.organisations.actions.merging import merge_school, unmerge_school
from santong.domains.platform.organisations.actions.moving import (
    WrongPlace,
    check_place,
    kinds_above,
    move_organisation,
    path_columns,
)
from santong.domains.platform.organisations.actions.schools import change_school, create_school
from santong.domains.platform.organisations.actions.tree import (
    change_organisation,
    create_organisation,
    next_path,
    rename_organisation,
)
from santong.domains.platform.organisations.actions.unions import NotAMember, join_union, leave_union

__all__ = [
    "ClassExists",
    "NotAMember",
    "WrongPlace",
    "add_count",
    "add_counts",
    "advance_grade",
    "change_organisation",
    "change_school",
    "check_place",
    "close_organisation",
    "create_class",
    "create_classes",
    "create_grade",
    "create_organisation",
    "create_school",
    "join_union",
    "kinds_above",
    "leave_union",
    "merge_school",
    "move_organisation",
    "next_path",
    "path_columns",
    "rename_organisation",
    "reopen_organisation",
    "set_counts",
    "unmerge_school",
]
