"""Writes of courses taken: a class in one act, what cancels them; corrections asked for and answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.credits.computing import recompute_people
from santong.domains.platform.credits.models import AWARD, KEEP, Correction, Dependants, Entry, Standing
from santong.domains.platform.credits.telling import tell_answered
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, Is, Whoever, step
from santong.kit.undo import CannotUndo, undoable


def award(
    *, acting: Viewer, standings: Collection[Standing], course: str, on: date, passed: bool | None = True,
    worth: Decimal | None = None, hours: Decimal | None = None, evidence: str = "",
) -> UUID:  # fmt: skip
    """Enter a course for people who took it, all at once; answers the act by which it is taken back."""
    if not standings:
        raise NotPossible(_("Choose at least one person."), field="people")
    for path in {each.path for each in standings}:
        acting.demand(AWARD, path)
    act = uuid4()
    with transaction.atomic(), named("credits.award"):
        Entry.objects.bulk_create(
            Entry(
                person_id=each.person_id, path=each.path, course=course.strip(), on=on, passed=passed, credits=worth,
                hours=hours, evidence=evidence.strip(), made_by_id=acting.person_id, act=act,
            )
            for each in standings
        )  # fmt: skip
        _recompute(standings)
    return act


def _recompute(standings: Iterable[Standing]) -> None:
    by_kind: dict[str, list[int]] = {}
    for each in standings:
        by_kind.setdefault(each.kind, []).append(each.person_id)
    for kind, people in by_kind.items():
        recompute_people(kind, people)


def recompute_for(entries: Iterable[Entry]) -> None:
    """Bring the standings of those whom entries are about up to date."""
    _recompute(Standing.objects.noted({each.person_id for each in entries}, by="person_id"))


@undoable("credits.award")
def _take_back(viewer: Viewer, payload: dict[str, Any]) -> str:
    rows = list(Entry.objects.noted([UUID(hex=payload["act"])], by="act").filter(cancels=None, cancelled_by=None))
    if not rows:
        raise CannotUndo(_("All of these entries are cancelled already."))
    for path in {each.path for each in rows}:
        viewer.demand(AWARD, path)
    with transaction.atomic(), named("credits.cancel"):
        _cancel(viewer, rows, _("Taken back by whoever had entered it."))
    return _("Taken back: entries that cancel them stand beside them.")


def _cancel(acting: Viewer, rows: Sequence[Entry], reason: str) -> None:
    Entry.objects.bulk_create(
        Entry(
            person_id=row.person_id, path=row.path, course=row.course, on=row.on, cancels=row, reason=reason,
            source=row.source, made_by_id=acting.person_id,
        )
        for row in rows
    )  # fmt: skip
    recompute_for(rows)


def _is_cancelled(acting: Viewer, entry: Entry) -> str:
    if entry.cancels_id is not None:
        return _("It cancels another entry itself.")
    if Entry.objects.belonging_to(cancels=entry).exists():
        return _("It is cancelled already.")
    return ""


@step(Entry, "credits.cancel", who=Holds(KEEP), unless=(_is_cancelled,), saves=False)
def cancel_entry(*, acting: Viewer, entry: Entry, reason: str) -> None:
    """Cancel an entry by another one, with the reason; neither of both counts."""
    _cancel(acting, [entry], reason.strip())


def speaks_for(viewer: Viewer, row: Any) -> bool:
    """Whether somebody speaks for the person of a row: their guardians."""
    rule = Dependants(view=KEEP, owner="person_id")
    return type(row).objects.of_acting(viewer).filter(rule.own(viewer), pk=row.pk).exists()


CONCERNED = Is("person_id") | Whoever(speaks_for)


@step(Standing, "credits.ask_correction", who=CONCERNED, saves=False)
def ask_correction(*, acting: Viewer, standing: Standing, text: str, course: str = "") -> int:
    """Ask the school for a correction of one's own credits, or of one's child's."""
    waiting = Correction.objects.belonging_to(person=standing.person).filter(
        kind=standing.kind, state=Correction.State.ASKED, course=course.strip()
    )
    if waiting.exists():
        raise NotPossible(_("This has been asked already, and waits for an answer."))
    made = Correction.objects.create(
        person_id=standing.person_id, kind=standing.kind, path=standing.path, course=course.strip(), text=text.strip(),
        asked_by_id=acting.person_id,
    )  # fmt: skip
    return made.pk


@ask_correction.back
def _unask(acting: Viewer, standing: Standing, key: int) -> None:
    for row in Correction.objects.noted([key]):
        if row.state != Correction.State.ASKED:
            raise NotPossible(_("It is answered already."))
        row.delete()


@step(Correction, "credits.answer", who=Holds(KEEP), sources=(Correction.State.ASKED,))
def answer_correction(*, acting: Viewer, correction: Correction, state: str, answer: str) -> None:
    """Answer a correction that was asked for, with the reason."""
    correction.state, correction.answer = state, answer.strip()
    correction.answered_by_id, correction.answered_at = acting.person_id, timezone.now()
    tell_answered(correction)
