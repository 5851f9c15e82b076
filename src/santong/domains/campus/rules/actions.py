"""Writes on rules: written down, published, amended, repealed; acknowledged."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.rules.indexing import refresh
from santong.domains.campus.rules.models import KEEP, Acknowledgement, Regulation, Status, Version
from santong.domains.campus.rules.queries import asks, has_acknowledged
from santong.domains.platform.files.public import File
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, step

KEEPER = Holds(KEEP)


def put_regulation(*, acting: Viewer, regulation: Regulation) -> Regulation:
    """Write a rule down, or change what stands about it."""
    acting.demand(KEEP, regulation.issuer.path)
    place = regulation.place or regulation.issuer
    if not place.path.startswith(regulation.issuer.path):
        raise NotPossible(_("Only the issuing place and those below it can be asked."), field="place")
    with transaction.atomic(), named("rules.put"):
        regulation.path, regulation.place_path = regulation.issuer.path, place.path
        regulation.save()
        refresh([regulation])
    return regulation


def _indexed(acting: Viewer, regulation: Regulation) -> None:
    refresh([regulation])


def _is_empty(acting: Viewer, regulation: Regulation) -> bool:
    return not regulation.text.strip() and regulation.file_id is None


def _is_no_draft(acting: Viewer, regulation: Regulation) -> str:
    return _("It is published already.") if regulation.is_published else ""


def _is_not_standing(acting: Viewer, regulation: Regulation) -> str:
    """Only what is in force, or will be, is amended or repealed."""
    if regulation.status in (Status.IN_FORCE, Status.COMING) and regulation.repealed_on is None:
        return ""
    return _("Only a rule that is in force, or will be, can be changed so.")


@step(
    Regulation, "rules.publish", who=KEEPER, then=_indexed,
    unless=(_is_no_draft, Condition(_is_empty, gettext_lazy("It has neither text nor file. Add one of them first."))),
)  # fmt: skip
def publish(*, acting: Viewer, regulation: Regulation) -> int:
    """Let everybody at the place and below it read the rule."""
    regulation.is_published, regulation.published_on = True, timezone.localdate()
    return _keep_version(acting, regulation, "")


@publish.back
def _unpublish(acting: Viewer, regulation: Regulation, version: int) -> None:
    _forget_version(version)


def _keep_version(acting: Viewer, row: Regulation, note: str) -> int:
    kept = Version.objects.create(
        regulation=row, number=row.version, text=row.text, file_id=row.file_id, in_force_from=row.in_force_from,
        note=note.strip(), person_id=acting.person_id,
    )  # fmt: skip
    return kept.pk


def _forget_version(version: int) -> None:
    Version.objects.noted([version]).delete()


@step(Regulation, "rules.amend", who=KEEPER, then=_indexed, unless=(_is_not_standing,))
def amend(
    *, acting: Viewer, regulation: Regulation, text: str, in_force_from: date, note: str, file: File | None = None
) -> int:
    """Put a new text in the place of the present one, which is kept; whoever is asked is asked again."""
    if in_force_from < regulation.in_force_from:
        raise NotPossible(_("That is before the present version. Choose a later day."), field="in_force_from")
    if not text.strip() and file is None:
        raise NotPossible(_("It has neither text nor file. Add one of them first."), field="text")
    regulation.text, regulation.in_force_from = text, in_force_from
    regulation.file_id = file.pk if file else None
    regulation.version += 1
    return _keep_version(acting, regulation, note)


@amend.back
def _unamend(acting: Viewer, regulation: Regulation, version: int) -> None:
    _forget_version(version)


@step(Regulation, "rules.repeal", who=KEEPER, then=_indexed, unless=(_is_not_standing,), undo=True)
def repeal(*, acting: Viewer, regulation: Regulation, day: date, reason: str) -> None:
    """Let it hold no longer from a day on; it stays to be read."""
    if day < regulation.in_force_from:
        raise NotPossible(_("It isn't in force by then. Choose a later day."), field="day")
    regulation.repealed_on, regulation.repealed_because = day, reason.strip()


def acknowledge(*, acting: Viewer, regulation: Regulation, is_given: bool = True) -> None:
    """Say that one knows the present version, or take that back; quietly, so that no moment is kept."""
    if not asks(acting, regulation) and not has_acknowledged(acting, regulation):
        raise NotPossible(_("This rule doesn't ask you."))
    table = connection.ops.quote_name(Acknowledgement._meta.db_table)
    row = (regulation.pk, regulation.version, acting.person_id)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (regulation_id, version, person_id, given)"  # noqa: S608 - marks alone
            " VALUES (%s, %s, %s, FALSE) ON CONFLICT DO NOTHING",
            row,
        )
        _own(acting, regulation).update_quietly(given=is_given)


def _own(acting: Viewer, regulation: Regulation) -> Any:
    rows = Acknowledgement.objects.of_acting(acting)
    return rows.filter(regulation=regulation, version=regulation.version)
