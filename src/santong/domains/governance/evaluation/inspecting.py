"""Writes of experts and about their work: the group, who goes where, judgements, findings, objections."""

from __future__ import annotations

import base64
import binascii
import tempfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.governance.evaluation.diagnosing import content_of, is_unanswered, rejudge
from santong.domains.governance.evaluation.models import (
    WRITE,
    Entrant,
    EvaluationRound,
    Expert,
    Finding,
    Judgement,
    Objection,
    Visit,
)
from santong.domains.governance.evaluation.queries import (
    answers_for,
    conflict_of,
    experts_of,
    has_judged,
    is_visitor,
    items_by_code,
)
from santong.domains.governance.evaluation.telling import (
    tell_answered,
    tell_assigned,
    tell_found,
    tell_looked_at,
    tell_objected,
    tell_objection_decided,
)
from santong.domains.platform.files.public import File, NotTaken, keep_file
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM, Viewer
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, Whoever, step
from santong.lib.lots import Lots, commitment_of, digest_of, new_secret, seed_of

State, RoundState = Entrant.State, EvaluationRound.State
WRITER = Holds(WRITE)
ROUND_WRITER = Holds(WRITE, at="round.path")
VISITOR = Whoever(is_visitor)
OWN = Whoever(lambda viewer, row: answers_for(viewer, row.path))
FINDER = Whoever(lambda viewer, row: is_visitor(viewer, row.entrant))
OPEN = (RoundState.DRAFT, RoundState.OPEN)
LONGEST_PHOTO = 64 * 1024
PHOTO = "data:image/jpeg;base64,"
JPEG = b"\xff\xd8\xff"


# The group, and who goes where


@step(EvaluationRound, "evaluation.add_expert", who=WRITER, sources=OPEN, saves=False)
def add_expert(*, acting: Viewer, evaluation: EvaluationRound, person: Person) -> int:
    """Take somebody into the expert group."""
    if Expert.objects.belonging_to(round=evaluation).filter(person=person).exists():
        raise NotPossible(_("This person is in the group already."), field="person")
    if evaluation.seed:
        raise NotPossible(_("The lot is drawn. Nobody joins the group any more."), field="person")
    return Expert.objects.create(round=evaluation, person=person).pk


@add_expert.back
def _drop_expert(acting: Viewer, evaluation: EvaluationRound, key: int) -> None:
    if Visit.objects.numbers_only().filter(expert=key).exists():
        raise NotPossible(_("They are assigned to a place by now."))
    Expert.objects.noted([key]).delete()


def _doesnt_take_part(acting: Viewer, entrant: Entrant) -> str:
    if entrant.round.state != RoundState.OPEN:
        return _("The round isn't under way.")
    return "" if entrant.state == State.IN else _("It doesn't take part.")


@step(Entrant, "evaluation.assign", who=ROUND_WRITER, unless=(_doesnt_take_part,), saves=False)
def assign(*, acting: Viewer, entrant: Entrant, expert: Expert) -> int:
    """Send an expert of the group to a place; refused where that would be a conflict of interest."""
    problem = conflict_of(expert.person, entrant, other_county=entrant.round.other_county)
    if problem:
        raise NotPossible(problem, field="expert")
    if Visit.objects.belonging_to(entrant=entrant).filter(expert=expert).exists():
        raise NotPossible(_("They are assigned to this place already."), field="expert")
    tell_assigned(entrant, expert.person_id)
    return Visit.objects.create(entrant=entrant, expert=expert).pk


@assign.back
def _unassign(acting: Viewer, entrant: Entrant, key: int) -> None:
    [visit] = Visit.objects.noted([key]).select_related("expert")
    found = Finding.objects.numbers_only().filter(entrant=entrant, person=visit.expert.person_id)
    judged = Judgement.objects.numbers_only().filter(entrant=entrant, person=visit.expert.person_id)
    if found.exists() or judged.exists():
        raise NotPossible(_("They have found or judged something there by now."))
    visit.delete()


def lot_list(row: EvaluationRound) -> dict[str, list[int]]:
    """What a lot is bound to: the places and the experts, in order, by their keys."""
    entrants = Entrant.objects.belonging_to(round=row).filter(state=State.IN).order_by("path")
    return {
        "places": list(entrants.values_list("place_id", flat=True)),
        "experts": [each.person_id for each in experts_of(row)],
    }


def _has_a_lot(acting: Viewer, row: EvaluationRound) -> str:
    return _("A lot is bound or drawn already.") if row.commitment else ""


def _has_nobody(acting: Viewer, row: EvaluationRound) -> str:
    found = lot_list(row)
    if not found["experts"]:
        return _("The group has no experts yet.")
    return "" if found["places"] else _("No place takes part yet.")


@step(
    EvaluationRound, "evaluation.bind_lot", who=WRITER, sources=(RoundState.OPEN,), unless=(_has_a_lot, _has_nobody),
)  # fmt: skip
def bind_lot(*, acting: Viewer, evaluation: EvaluationRound) -> None:
    """Bind the lot to the list of places and experts, and publish what binds it, before a number is drawn in public."""
    evaluation.secret = new_secret()
    evaluation.commitment = commitment_of(evaluation.secret, digest_of(lot_list(evaluation)))


def _isnt_bound(acting: Viewer, row: EvaluationRound) -> str:
    if row.seed:
        return _("The lot is drawn already.")
    if not row.commitment:
        return _("Bind the lot first, so that everybody sees that nothing is changed afterwards.")
    if commitment_of(row.secret, digest_of(lot_list(row))) != row.commitment:
        return _("Places or experts have changed since the lot was bound. It can't be drawn for another list.")
    return ""


@step(EvaluationRound, "evaluation.draw_lot", who=WRITER, sources=(RoundState.OPEN,), unless=(_isnt_bound,))
def draw_lot(*, acting: Viewer, evaluation: EvaluationRound, drawn: str, each: int) -> None:
    """Assign experts by lot with a number that was drawn in public; nobody to a place where it would be a conflict."""
    evaluation.drawn, evaluation.seed = drawn.strip(), seed_of(evaluation.secret, drawn)
    experts = experts_of(evaluation)
    entrants = list(
        Entrant.objects.belonging_to(round=evaluation)
        .filter(state=State.IN)
        .select_related("round", "place")
        .order_by("path")
    )
    for entrant, chosen in by_lot(evaluation.seed, entrants, experts, each, other_county=evaluation.other_county):
        for expert in chosen:
            _visit, made = Visit.objects.belonging_to(entrant=entrant).get_or_create(
                entrant=entrant, expert=expert, defaults={"by_lot": True}
            )
            if made:
                tell_assigned(entrant, expert.person_id)


def by_lot(
    seed: str, entrants: Sequence[Entrant], experts: Sequence[Expert], number: int, *, other_county: bool
) -> list[tuple[Entrant, list[Expert]]]:
    """For each place `number` experts without a conflict, those with the fewest visits first, by lot among equals.

    Raises `NotPossible` where too few are left.
    """
    loads = dict.fromkeys((expert.pk for expert in experts), 0)
    found = []
    for entrant in entrants:
        free = [each for each in experts if not conflict_of(each.person, entrant, other_county=other_county)]
        if len(free) < number:
            raise NotPossible(
                _("Only %(n)s experts have no conflict at %(place)s. Take more into the group.")
                % {"n": len(free), "place": entrant.place}
            )
        order = Lots(seed, f"place {entrant.place_id}").shuffled(free)
        chosen = sorted(order, key=lambda each: loads[each.pk])[:number]
        for each in chosen:
            loads[each.pk] += 1
        found.append((entrant, chosen))
    return found


# Judgements and findings


@step(Entrant, "evaluation.judge", who=VISITOR, unless=(_doesnt_take_part,))
def judge(*, acting: Viewer, entrant: Entrant, code: str, points: Decimal, words: str = "") -> None:
    """Give an item that no record answers its points."""
    give_points(acting, entrant, code, points, words)


def give_points(acting: Viewer, entrant: Entrant, code: str, points: Decimal, words: str) -> None:
    """Keep the points of an item, and work out anew what the place comes to. Raises `NotPossible`."""
    item = items_by_code(entrant.round).get(code)
    if item is None:
        raise NotPossible(_("The standard has no such item."), field="code")
    if not is_unanswered(item, entrant):
        raise NotPossible(_("The records answer this item. What is wrong there is corrected there."), field="code")
    if not 0 <= points <= Decimal(item["points"]):
        raise NotPossible(_("Between 0 and %(most)s points, please.") % {"most": item["points"]}, field="points")
    values = {"points": points, "words": words, "person_id": acting.person_id, "judged_at": timezone.now()}
    row = Judgement.objects.belonging_to(entrant=entrant).filter(code=code).first()
    if row is None:
        Judgement.objects.create(entrant=entrant, code=code, **values)
    else:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    rejudge(entrant, content_of(entrant.round))


@step(Entrant, "evaluation.note_finding", who=VISITOR, unless=(_doesnt_take_part,), saves=False)
def note_finding(
    *,
    acting: Viewer,
    entrant: Entrant,
    text: str,
    owner: str,
    due: date,
    code: str = "",
    photo: str = "",
    files: Sequence[File] = (),
) -> int:
    """Note what is wanting, who sees to it and until when; `photo` is a small picture as a data address."""
    if due < timezone.localdate():
        raise NotPossible(_("Choose a day from today on."), field="due")
    if code and code not in items_by_code(entrant.round):
        raise NotPossible(_("The standard has no such item."), field="code")
    picture = _keep_photo(acting, entrant, photo) if photo else (files[0] if files else None)
    row = Finding.objects.create(
        entrant=entrant,
        path=entrant.path,
        code=code,
        text=text,
        owner=owner,
        due=due,
        photo=picture,
        person_id=acting.person_id,
    )
    tell_found(row)
    return row.pk


@note_finding.back
def _drop_finding(acting: Viewer, entrant: Entrant, key: int) -> None:
    rows = Finding.objects.noted([key])
    if rows.exclude(state=Finding.State.OPEN).exists():
        raise NotPossible(_("It was answered by now. Close it instead."))
    rows.delete()


def _keep_photo(acting: Viewer, entrant: Entrant, photo: str) -> File:
    """Take a picture in that came along with an entry; raises `NotPossible` for anything but a small JPEG."""
    if not photo.startswith(PHOTO) or len(photo) > LONGEST_PHOTO or acting.person_id is None:
        raise NotPossible(_("The photo can't be read. Take it again."), field="photo")
    try:
        content = base64.b64decode(photo.removeprefix(PHOTO), validate=True)
    except (binascii.Error, ValueError) as problem:
        raise NotPossible(_("The photo can't be read. Take it again."), field="photo") from problem
    if not content.startswith(JPEG):
        raise NotPossible(_("The photo can't be read. Take it again."), field="photo")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "photo.jpg")
        source.write_bytes(content)
        try:
            return keep_file(
                acting=SYSTEM, owner_id=acting.person_id, path=entrant.path, name=f"{timezone.localdate()}.jpg",
                source=source,
            )  # fmt: skip
        except NotTaken as refusal:
            raise NotPossible(str(refusal), field="photo") from refusal


@step(
    Finding, "evaluation.answer_finding", who=OWN, sources=(Finding.State.OPEN,), target=Finding.State.ANSWERED,
    undo=True,
)  # fmt: skip
def answer_finding(*, acting: Viewer, finding: Finding, words: str, files: Sequence[File] = ()) -> None:
    """Say what was done, with what shows it."""
    finding.answer, finding.proof = words, files[0] if files else None
    tell_answered(finding)


@step(
    Finding, "evaluation.close_finding", who=FINDER | Holds(WRITE, at="entrant.round.path"),
    sources=(Finding.State.ANSWERED,), target=Finding.State.CLOSED, undo=True,
)  # fmt: skip
def close_finding(*, acting: Viewer, finding: Finding) -> None:
    """It is put right."""
    finding.closed_on = timezone.localdate()
    tell_looked_at(finding)


@step(
    Finding, "evaluation.reopen_finding", who=FINDER | Holds(WRITE, at="entrant.round.path"),
    sources=(Finding.State.ANSWERED, Finding.State.CLOSED), target=Finding.State.OPEN, undo=True,
)  # fmt: skip
def reopen_finding(*, acting: Viewer, finding: Finding, reason: str, due: date) -> None:
    """It isn't put right: say what is missing, and until when."""
    if due < timezone.localdate():
        raise NotPossible(_("Choose a day from today on."), field="due")
    finding.returned_because, finding.due = reason, due
    finding.closed_on = finding.reminded_on = None
    tell_looked_at(finding)


# Objections


def _isnt_open_for_objections(acting: Viewer, entrant: Entrant) -> str:
    row = entrant.round
    if row.state != RoundState.PUBLISHED or entrant.state != State.IN:
        return _("Places object once their results are published.")
    if timezone.localdate() > row.objections_until:
        return _("The days for objections are over.")
    if Objection.objects.belonging_to(entrant=entrant).filter(state=Objection.State.OPEN).exists():
        return _("An objection waits to be decided already.")
    return ""


@step(Entrant, "evaluation.object", who=OWN, unless=(_isnt_open_for_objections,), saves=False)
def object_to(*, acting: Viewer, entrant: Entrant, text: str, code: str = "") -> int:
    """Object to a result, or to one item of it."""
    row = Objection.objects.create(entrant=entrant, path=entrant.path, code=code, text=text, person_id=acting.person_id)
    tell_objected(row)
    return row.pk


@object_to.back
def _withdraw_objection(acting: Viewer, entrant: Entrant, key: int) -> None:
    rows = Objection.objects.noted([key])
    if rows.exclude(state=Objection.State.OPEN).exists():
        raise NotPossible(_("It was decided by now."))
    rows.delete()


def _judged_it(acting: Viewer, objection: Objection) -> bool:
    return has_judged(acting, objection.entrant)


OTHERS = Condition(
    _judged_it, gettext_lazy("You found or judged something there. Somebody else decides about the objection.")
)
DECIDER = Holds(WRITE, at="entrant.round.path")


@step(
    Objection, "evaluation.uphold", who=DECIDER, sources=(Objection.State.OPEN,), target=Objection.State.UPHELD,
    unless=(OTHERS,),
)  # fmt: skip
def uphold(*, acting: Viewer, objection: Objection, answer: str, points: Decimal | None = None) -> None:
    """Agree; where the objection names an item, with the points that it gets instead."""
    objection.answer, objection.decided_by_id = answer, acting.person_id
    if points is not None:
        if not objection.code:
            raise NotPossible(_("The objection names no item. Leave the points empty."), field="points")
        entrant = objection.entrant
        give_points(acting, entrant, objection.code, points, answer)
        entrant.save(update_fields=["points", "low", "high", "verdict", "possible"])
    tell_objection_decided(objection)


@step(
    Objection, "evaluation.reject", who=DECIDER, sources=(Objection.State.OPEN,), target=Objection.State.REJECTED,
    unless=(OTHERS,),
)  # fmt: skip
def reject(*, acting: Viewer, objection: Objection, answer: str) -> None:
    """Disagree, and say why."""
    objection.answer, objection.decided_by_id = answer, acting.person_id
    tell_objection_decided(objection)
