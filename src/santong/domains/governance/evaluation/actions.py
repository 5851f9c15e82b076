"""Writes on standards and rounds: written, published, copied, announced, applied for, published, sealed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.governance.evaluation.binding import (
    described,
    described_band,
    fault_of,
    fault_of_types,
)
from santong.domains.governance.evaluation.diagnosing import diagnose_anew
from santong.domains.governance.evaluation.jobs import build_pack, compute
from santong.domains.governance.evaluation.models import (
    DESCRIBING,
    NOTICE,
    OF_BAND,
    WRITE,
    Band,
    Entrant,
    EvaluationRound,
    Objection,
    Quota,
    Said,
    Standard,
    StandardItem,
    StandardVersion,
)
from santong.domains.governance.evaluation.queries import (
    answers_for,
    items_of_standard,
    newest_version,
    places_for,
    put_forward_in,
    quota_of,
)
from santong.domains.governance.evaluation.telling import (
    tell_announced,
    tell_applied,
    tell_decided,
    tell_published,
)
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.burden import Asked, DataRequest, Frequency, refusals
from santong.kit.jobs.public import start
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, Whoever, step
from santong.lib.lots import digest_of

State, RoundState, Kind = Entrant.State, EvaluationRound.State, EvaluationRound.Kind
WRITER = Holds(WRITE)
ANY_WRITER = Whoever(lambda viewer, row: viewer.can(WRITE))
OWN = Whoever(lambda viewer, row: answers_for(viewer, row.path))
FORMAT = "santong-evaluation-1"


# Standards


def put_standard(*, acting: Viewer, standard: Standard) -> Standard:
    """Write a standard down; refused where one of its items may not judge the schools that it is for."""
    acting.demand(WRITE, standard.place.path if standard.place else "")
    problem = fault_of_types(standard, items_of_standard(standard)) if standard.pk else ""
    if problem:
        raise NotPossible(problem, field="types")
    with transaction.atomic(), named("evaluation.put_standard"):
        standard.path = standard.place.path if standard.place else ""
        standard.save()
    return standard


def put_item(*, acting: Viewer, item: StandardItem) -> StandardItem:
    """Write an item down; what is published stays as it is until the next version."""
    acting.demand(WRITE, item.standard.path)
    problem = fault_of(item, item.standard)
    if problem is not None:
        raise NotPossible(problem[1], field=problem[0])
    with transaction.atomic(), named("evaluation.put_item"):
        item.path = item.standard.path
        item.save()
    return item


def put_band(*, acting: Viewer, band: Band) -> Band:
    """Write a verdict of a standard down."""
    acting.demand(WRITE, band.standard.path)
    with transaction.atomic(), named("evaluation.put_band"):
        band.path = band.standard.path
        band.save()
    return band


def bands_of_standard(standard: Standard) -> list[Band]:
    """The verdicts of a standard, the best first."""
    return list(Band.objects.belonging_to(standard=standard).order_by("order", "pk"))


def content_now(standard: Standard) -> dict[str, Any]:
    """A standard as a version would keep it now."""
    return {
        "items": [described(each) for each in items_of_standard(standard)],
        "bands": [described_band(each) for each in bands_of_standard(standard)],
    }


def _is_shipped(acting: Viewer, standard: Standard) -> bool:
    return standard.is_shipped


def _is_incomplete(acting: Viewer, standard: Standard) -> str:
    content = content_now(standard)
    if not content["items"]:
        return _("It has no items yet. Add some first.")
    if not content["bands"]:
        return _("It has no verdicts yet. Add some first.")
    last = newest_version(standard)
    if last is not None and last.content == content:
        return _("Nothing has changed since the last version.")
    return fault_of_types(standard, items_of_standard(standard))


FROM_LIBRARY = Condition(_is_shipped, gettext_lazy("It came with the product. Copy it to use it."))


@step(Standard, "evaluation.publish_standard", who=WRITER, unless=(FROM_LIBRARY, _is_incomplete))
def publish_standard(*, acting: Viewer, standard: Standard) -> int:
    """Let the present items and verdicts hold for rounds that are announced from now on."""
    last = newest_version(standard)
    standard.number = (last.number if last is not None else 0) + 1
    standard.is_published = True
    return StandardVersion.objects.create(
        standard=standard, number=standard.number, content=content_now(standard)
    ).pk  # fmt: skip


@publish_standard.back
def _unpublish(acting: Viewer, standard: Standard, version: int) -> None:
    if EvaluationRound.objects.numbers_only().filter(version=version).exists():
        raise NotPossible(_("A round was announced with it by now. Publish another version instead."))
    StandardVersion.objects.noted([version]).delete()


@step(Standard, "evaluation.copy_standard", who=ANY_WRITER, saves=False)
def copy_standard(*, acting: Viewer, standard: Standard, place: Organisation, name: str) -> int:
    """Make a standard of a bureau's own out of another one, with items and verdicts."""
    acting.demand(WRITE, place.path)
    kept = ("says", "subject", "applies_to", "authority", "source", "mark")
    made = Standard(
        place=place, path=place.path, name=name, copied_from=standard,
        **{field: getattr(standard, field) for field in kept},
    )  # fmt: skip
    made.save()
    StandardItem.objects.bulk_create(
        StandardItem(standard=made, path=place.path, order=row.order, **_same(row, DESCRIBING))
        for row in items_of_standard(standard)
    )
    Band.objects.bulk_create(
        Band(standard=made, path=place.path, order=row.order, **_same(row, OF_BAND))
        for row in bands_of_standard(standard)
    )
    return made.pk


def _same(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


@copy_standard.back
def _drop_copy(acting: Viewer, standard: Standard, key: int) -> None:
    [copy] = Standard.objects.noted([key])
    if copy.is_published:
        raise NotPossible(_("The copy is published by now."))
    copy.delete()


# Rounds


def put_round(*, acting: Viewer, evaluation: EvaluationRound) -> EvaluationRound:
    """Write a round down as a draft."""
    acting.demand(WRITE, evaluation.place.path)
    with transaction.atomic(), named("evaluation.put_round"):
        evaluation.path = evaluation.place.path
        evaluation.save()
    return evaluation


def burden_of(row: EvaluationRound) -> list[str]:
    """Everything that stands against announcing a round, each with what to do.

    教师厅〔2025〕2号: only what is provided for, announced a month before, with an end; no ledgers for its own sake.
    """
    texts = [each.label for each in items_of_standard(row.standard) if each.kind == StandardItem.Kind.EVIDENCE]
    request = DataRequest(
        title=row.name, owner=row.path, deadline=row.due, authority=row.authority, ground=row.ground,
        frequency=Frequency.ONCE, minutes=row.minutes, number=0, places=[row.path],
        questions=[Asked(text) for text in texts], asks_schools=True,
    )  # fmt: skip
    found = [f"{each.reason} {each.way}" for each in refusals(request)]
    earliest = timezone.localdate() + NOTICE
    if min(day for day in (row.due, row.visits_from) if day) < earliest:
        found.append(
            _("Schools are to know a month before. Choose %(day)s or later for answers and visits.")
            % {"day": earliest.isoformat()}
        )
    return found


def _cant_be_announced(acting: Viewer, row: EvaluationRound) -> str:
    if newest_version(row.standard) is None:
        return _("Its standard isn't published yet.")
    return " ".join(burden_of(row))


@step(EvaluationRound, "evaluation.choose_place", who=WRITER, sources=(RoundState.DRAFT,), saves=False)
def choose_place(*, acting: Viewer, evaluation: EvaluationRound, organisation: Organisation) -> int:
    """Name a place that the round is about; where none is named, all of the kind and type are."""
    if Entrant.objects.belonging_to(round=evaluation).filter(place=organisation).exists():
        raise NotPossible(_("This place is named already."), field="organisation")
    if not organisation.path.startswith(evaluation.path) or organisation.pk == evaluation.place_id:
        raise NotPossible(_("Only places below the evaluating bureau can be chosen."), field="organisation")
    return Entrant.objects.create(round=evaluation, place=organisation, path=organisation.path, state=State.IN).pk


@choose_place.back
def _unchoose(acting: Viewer, row: EvaluationRound, key: int) -> None:
    if row.state != RoundState.DRAFT:
        raise NotPossible(_("The round is announced by now."))
    Entrant.objects.noted([key]).delete()


@step(EvaluationRound, "evaluation.set_quota", who=WRITER, sources=(RoundState.DRAFT, RoundState.OPEN), saves=False)
def set_quota(*, acting: Viewer, evaluation: EvaluationRound, place: Organisation, number: int) -> list[int]:
    """Say how many places of a county (or of the city's own schools) may be put forward; answers what stood there."""
    if evaluation.kind != Kind.ACCREDITATION:
        raise NotPossible(_("Only accreditation has places for counties."))
    if not place.path.startswith(evaluation.path):
        raise NotPossible(_("Only places at or below the evaluating bureau can be chosen."), field="place")
    row, made = Quota.objects.belonging_to(round=evaluation).get_or_create(
        round=evaluation, place=place, defaults={"path": place.path, "number": number}
    )
    before = -1 if made else row.number
    if not made:
        if put_forward_in(row) > number:
            raise NotPossible(_("More places are put forward already."), field="number")
        row.number = number
        row.save()
    return [row.pk, before]


@set_quota.back
def _reset_quota(acting: Viewer, evaluation: EvaluationRound, kept: list[int]) -> None:
    key, before = kept
    [row] = Quota.objects.noted([key]).select_related("round")
    if put_forward_in(row) > max(before, 0):
        raise NotPossible(_("More places are put forward already."))
    if before < 0:
        row.delete()
    else:
        row.number = before
        row.save()


@step(
    EvaluationRound,
    "evaluation.announce",
    who=WRITER,
    sources=(RoundState.DRAFT,),
    target=RoundState.OPEN,
    unless=(_cant_be_announced,),
)
def announce(*, acting: Viewer, evaluation: EvaluationRound) -> None:
    """Tell the places, and have computed how each stands, before anybody is asked for anything."""
    evaluation.version = newest_version(evaluation.standard)
    evaluation.announced_on = timezone.localdate()
    entrants = _enter(evaluation)
    tell_announced(evaluation, entrants)
    start(compute, {"key": evaluation.pk}, acting=acting, key=f"evaluation-{evaluation.pk}", path=evaluation.path,
          subject=evaluation.name)  # fmt: skip


def _enter(row: EvaluationRound) -> list[Entrant]:
    state = State.INVITED if row.kind == Kind.ACCREDITATION else State.IN
    chosen = list(Entrant.objects.belonging_to(round=row).order_by("path"))
    if not chosen:
        places = places_for(row)
        if not places:
            raise NotPossible(_("There is no place of this kind below the bureau. Look at the standard."))
        chosen = [Entrant(round=row, place=place, path=place.path, state=state) for place in places]
        Entrant.objects.bulk_create(chosen)
    else:
        for each in chosen:
            each.state = state
        Entrant.objects.bulk_save(chosen, ["state"])
    return chosen


def _has_open(acting: Viewer, row: EvaluationRound) -> str:
    waiting = Entrant.objects.numbers_only().filter(round=row, state=State.APPLIED).count()
    if waiting:
        return _("%(n)s places have applied and nothing is decided about them.") % {"n": waiting}
    if Entrant.objects.numbers_only().filter(round=row, computed_at=None).exists():
        return _("Places are still being computed. Wait a moment.")
    return ""


@step(
    EvaluationRound,
    "evaluation.publish_results",
    who=WRITER,
    sources=(RoundState.OPEN,),
    target=RoundState.PUBLISHED,
    unless=(_has_open,),
)
def publish_results(*, acting: Viewer, evaluation: EvaluationRound) -> None:
    """Show every place its result; whoever doesn't agree may object for some days."""
    evaluation.published_on = timezone.localdate()
    rows = Entrant.objects.belonging_to(round=evaluation).filter(state=State.IN)
    tell_published(evaluation, rows)


@publish_results.back
def _unpublish_results(acting: Viewer, row: EvaluationRound, result: None) -> None:
    if Objection.objects.numbers_only().filter(entrant__round=row).exists():
        raise NotPossible(_("A place has objected by now."))


def _still_open(acting: Viewer, row: EvaluationRound) -> str:
    if timezone.localdate() <= row.objections_until:
        return _("Places may object until %(day)s.") % {"day": row.objections_until.isoformat()}
    if Objection.objects.numbers_only().filter(entrant__round=row, state=Objection.State.OPEN).exists():
        return _("Objections wait to be decided.")
    return ""


@step(
    EvaluationRound,
    "evaluation.seal_results",
    who=WRITER,
    sources=(RoundState.PUBLISHED,),
    target=RoundState.SEALED,
    unless=(_still_open,),
)
def seal_results(*, acting: Viewer, evaluation: EvaluationRound) -> None:
    """Seal the results: they are never changed again, and anybody can recompute the seal."""
    evaluation.content = results_of(evaluation)
    evaluation.seal = digest_of(evaluation.content)


def results_of(row: EvaluationRound) -> dict[str, Any]:
    """The results of a round as they are sealed: places in the order of the tree with their bands, never a ranking."""
    rows = Entrant.objects.belonging_to(round=row).filter(state=State.IN).select_related("place").order_by("path")
    places = [
        {"place": each.place.name, "verdict": each.verdict, "low": str(each.low), "high": str(each.high),
         "commended": each.commended_for}
        for each in rows
    ]  # fmt: skip
    version = row.version
    return {
        "format": FORMAT, "round": row.name, "standard": row.standard.name,
        "version": version.number if version else 0, "authority": row.authority,
        "published": row.published_on.isoformat() if row.published_on else "", "places": places,
    }  # fmt: skip


# Places in a round


def _is_over(acting: Viewer, entrant: Entrant) -> str:
    if entrant.round.state != RoundState.OPEN:
        return _("The round isn't under way.")
    return _("The round has ended.") if entrant.round.is_over else ""


def _is_late(acting: Viewer, entrant: Entrant) -> str:
    late = timezone.localdate() > entrant.round.due
    return _("The last day for answers has passed.") if late else ""


def _said(entrant: Entrant, said: Mapping[str, str], person: int | None) -> None:
    known = {row.code: row for row in Said.objects.belonging_to(entrant=entrant)}
    for code, text in said.items():
        row = known.get(code)
        if row is None and text:
            Said.objects.create(entrant=entrant, code=code, text=text, person_id=person)
        elif row is not None and text and text != row.text:
            row.text, row.person_id = text, person
            row.save()
        elif row is not None and not text:
            row.delete()


@step(Entrant, "evaluation.say", who=OWN, unless=(_is_over, _is_late), saves=False)
def say(*, acting: Viewer, entrant: Entrant, said: Mapping[str, str]) -> None:
    """Keep what a place says about items that no record answers."""
    _said(entrant, said, acting.person_id)


@step(
    Entrant, "evaluation.apply", who=OWN, sources=(State.INVITED,), target=State.APPLIED, unless=(_is_over, _is_late),
    undo=True,
)  # fmt: skip
def apply(*, acting: Viewer, entrant: Entrant, said: Mapping[str, str] | None = None) -> None:
    """Apply, with what is computed already and a few words where no record answers."""
    _said(entrant, said or {}, acting.person_id)
    tell_applied(entrant)


def _has_no_places(acting: Viewer, entrant: Entrant) -> str:
    quota = quota_of(entrant)
    if quota is None:
        return _("The round has no places for this county. The bureau that evaluates sets their number.")
    if put_forward_in(quota) >= quota.number:
        return _("All %(n)s places of %(county)s are taken.") % {"n": quota.number, "county": quota.place}
    return ""


@step(
    Entrant, "evaluation.put_forward", who=WRITER, sources=(State.APPLIED,), target=State.IN,
    unless=(_is_over, _has_no_places), undo=True,
)  # fmt: skip
def put_forward(*, acting: Viewer, entrant: Entrant) -> None:
    """Put a place forward, within the number of places of its county."""
    # The number is counted again with the county's row locked: two officers may do this at once.
    quota = quota_of(entrant)
    if quota is not None:
        Quota.objects.locked_for_action(quota)
        if put_forward_in(quota) >= quota.number:
            raise NotPossible(_has_no_places(acting, entrant))
    entrant.reason = ""
    tell_decided(entrant)


@step(
    Entrant, "evaluation.decline", who=WRITER, sources=(State.APPLIED,), target=State.DECLINED, unless=(_is_over,),
    undo=True,
)  # fmt: skip
def decline(*, acting: Viewer, entrant: Entrant, reason: str) -> None:
    """Don't put a place forward, and say why."""
    entrant.reason = reason
    tell_decided(entrant)


@step(Entrant, "evaluation.recount", who=OWN | WRITER, unless=(_is_over,))
def recount(*, acting: Viewer, entrant: Entrant) -> None:
    """Compute a place anew: nobody types a figure in; what is wrong is corrected where it is kept."""
    diagnose_anew(entrant)


def _isnt_computed(acting: Viewer, entrant: Entrant) -> str:
    return "" if entrant.computed_at else _("It is still being computed. Wait a moment.")


@step(Entrant, "evaluation.ask_pack", who=OWN | WRITER, unless=(_isnt_computed,), saves=False)
def ask_pack(*, acting: Viewer, entrant: Entrant) -> None:
    """Have the evidence pack built in the background; nobody uploads anything for it."""
    start(build_pack, {"entrant": entrant.pk}, acting=acting, path=entrant.path, subject=str(entrant)[:160])


def _isnt_published(acting: Viewer, entrant: Entrant) -> str:
    if entrant.round.state != RoundState.PUBLISHED:
        return _("Results are published and not sealed yet when places are commended.")
    return "" if entrant.state == State.IN else _("It doesn't take part.")


@step(Entrant, "evaluation.commend", who=Holds(WRITE, at="round.path"), unless=(_isnt_published,), undo=True)
def commend(*, acting: Viewer, entrant: Entrant, reason: str) -> None:
    """Commend a place for something; it stands beside its result."""
    entrant.commended_for = reason


def points_shown(points: Decimal) -> str:
    """Points without needless zeros."""
    return f"{points.normalize():f}"
