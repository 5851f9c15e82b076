"""Moving part of the tree; whatever carries a path follows."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from santong.domains.platform.organisations.actions.tree import lock, next_path
from santong.domains.platform.organisations.events import OrganisationMoved
from santong.domains.platform.organisations.models import Kind, Organisation
from santong.kit.access import Viewer, below
from santong.kit.audit import named
from santong.kit.changes.publishing import note_move
from santong.kit.events import emit
from santong.kit.models import PastPathField, PathField

PARENTS = {
    Kind.COUNTY_BUREAU: (Kind.CITY_BUREAU,),
    Kind.SCHOOL: (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU, Kind.SCHOOL),
    Kind.GRADE: (Kind.SCHOOL,),
    Kind.CLASS: (Kind.GRADE,),
}
"""Below which kinds a kind may stand; the kinds left out stand below anything but grades and classes."""


class WrongPlace(ValueError):
    """An organisation can't stand there; the text says why."""


def kinds_above(kind: str) -> tuple[Kind, ...]:
    """The kinds below which a kind may stand."""
    return PARENTS.get(Kind(kind), tuple(k for k in Kind if k not in (Kind.GRADE, Kind.CLASS)))


def check_place(kind: str, parent: Organisation, moved: Organisation | None = None) -> None:
    """Refuse a parent that makes no sense for a kind, or that lies inside what is moved."""
    if moved is not None and parent.path.startswith(moved.path):
        raise WrongPlace(_("An organisation can't stand below itself. Choose another place."))
    if parent.kind not in kinds_above(kind):
        raise WrongPlace(
            _("A %(kind)s can't stand below a %(parent)s. Choose another place.")
            % {"kind": Kind(kind).label, "parent": parent.get_kind_display()}
        )


def move_organisation(*, acting: Viewer, organisation: Organisation, parent: Organisation, path: str = "") -> str:
    """Put an organisation with all below it under another parent; answers its former path.

    Every path column of the database follows in the same transaction: appointments, people,
    records. `path` asks for a certain free path, for taking a move back.
    """
    acting.demand("organisations.change", organisation.path)
    acting.demand("organisations.change", parent.path)
    check_place(organisation.kind, parent, organisation)
    with transaction.atomic(), named("organisations.move"):
        lock(parent)
        before = organisation.path
        after = path if path and is_free(path) else next_path(parent)
        organisation.parent = parent
        organisation.save(update_fields=["parent"])
        follow_path(before, after)
        organisation.path = after
        organisation.remember()
        emit(OrganisationMoved(organisation.pk, before, after))
    return before


def is_free(path: str) -> bool:
    """Whether no organisation, not even a removed one, stands at a path."""
    return not Organisation.with_removed.open_to_everyone().filter(path=path).exists()


def follow_path(before: str, after: str) -> None:
    """Rewrite a path and all below it wherever it is stored."""
    for model, field in path_columns():
        moved = Concat(Value(after), Substr(field, len(before) + 1))
        model._base_manager.filter(below(field, before)).update(**{field: moved})
    note_move(before, after)


def path_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every stored path of the installation that follows what it leads to: model and field."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, PathField) and not isinstance(field, PastPathField):
                yield model, field.name
