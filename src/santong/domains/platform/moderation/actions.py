"""Writes: words of the lists, opening cases, deciding about them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.platform.moderation.events import CaseDecided, CaseOpened, ListsGrown
from santong.domains.platform.moderation.holdables import Subject, kind_named, kind_of
from santong.domains.platform.moderation.matching.folding import fold
from santong.domains.platform.moderation.models import (
    REVIEW,
    TO_DECIDE,
    WORDS,
    Case,
    Category,
    Edition,
    Effect,
    Level,
    Report,
    Word,
)
from santong.domains.platform.moderation.queries import Outcome, check, deciding_path, digest_of, widest
from santong.domains.platform.organisations.public import Organisation, lineage
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, step

State = Case.State
SHORTEST_WORD = 2
REASON = "the platform checks, no person reads"


def put_word(*, acting: Viewer, word: Word, text: str) -> Word:
    """Add a word to the list of its organisation, or change it; raises `NotPossible`."""
    acting.demand(WORDS, word.organisation.path)
    demand_good(word.organisation, text, word.pk)
    word.set_text(text.strip())
    word.path = word.organisation.path
    with transaction.atomic(), named("moderation.put_word"):
        word.save()
        tell_grown([word])
    return word


def tell_grown(words: Iterable[Word]) -> None:
    """Let existing texts be checked when any of the words added or changed is looked at by a moderator."""
    strict = [word for word in words if Effect(word.effect).weight >= Effect.NOTE.weight]
    if strict:
        emit(ListsGrown(Edition.current(), strict[0].path))


def demand_good(organisation: Organisation, text: str, key: int | None = None) -> None:
    """Refuse what can't be in a list: too little to look for, or there under another key than `key`."""
    folded = fold(text)
    if len(folded) < SHORTEST_WORD:
        raise NotPossible(_("A word needs at least two letters, digits or characters. Write a longer one."))
    same = Word.objects.belonging_to(organisation=organisation).filter(folded=folded)
    if same.exclude(pk=key).exists():
        raise NotPossible(_("The list has this word already, perhaps written otherwise. Change that entry."))


def review(*, kind: str, object_id: int) -> str:
    """Check an object as it is now, and open, renew or close the case about it.

    Answers whether others may see it: "released" (yes), "waiting" or "rejected" (no). What was
    decided about the same texts before stays decided. Words that refuse hold as well: the texts
    are there already.
    """
    subject = kind_named(kind).describe(object_id)
    with transaction.atomic(), named("moderation.review"):
        latest = _latest(kind, object_id)
        if subject is None:
            _close(latest)
            return State.RELEASED
        outcome = check(subject.texts, path=subject.path)
        if latest and latest.state in (State.RELEASED, State.REJECTED) and _is_same(latest, subject, outcome):
            return latest.state
        if not outcome.must_wait:
            _close(latest)
            _note(kind, object_id, subject, outcome, latest)
            return State.RELEASED
        _hold(kind, object_id, subject, outcome, latest)
    return State.WAITING


def _latest(kind: str, object_id: int) -> Case | None:
    """The latest case about an object, locked."""
    rows = Case.objects.unscoped(REASON).select_for_update().filter(kind=kind, object_id=object_id)
    latest: Case | None = rows.order_by("-pk").first()
    return latest


def _is_same(case: Case, subject: Subject, outcome: Outcome) -> bool:
    """Whether the texts read as they did when the case was decided."""
    return case.digest == (digest_of(subject.texts) if case.is_report else outcome.digest)


def report(*, acting: Viewer, kind: str, object_id: int, reason: str) -> None:
    """Ask the moderators to look at something that the viewer sees; raises `NotPossible`."""
    subject = kind_named(kind).describe(object_id)
    if subject is None or acting.person_id is None:
        raise NotPossible(_("It is gone by now. Somebody has removed it."))
    if subject.author_id == acting.person_id:
        raise NotPossible(_("This is your own. Change or remove it instead."))
    with transaction.atomic(), named("moderation.report"):
        case = _reported(kind, object_id, subject)
        _made, is_new = Report.objects.keeping_unique().get_or_create(
            case=case, person_id=acting.person_id, defaults={"reason": reason.strip()}
        )
        if not is_new:
            raise NotPossible(_("You have reported it already. A moderator will look at it."))


def _reported(kind: str, object_id: int, subject: Subject) -> Case:
    """The open case about something that a reader reports, opened by the first one."""
    latest = _latest(kind, object_id)
    if latest is not None and latest.state in TO_DECIDE:
        return latest
    digest = digest_of(subject.texts)
    if latest is not None and latest.is_report and latest.state == State.RELEASED and latest.digest == digest:
        raise NotPossible(_("A moderator has looked at it as it is now, and found it all right."))
    case = Case(kind=kind, object_id=object_id, state=State.REPORTED, is_report=True, digest=digest)
    case.effect, case.category = Effect.NOTE, Category.OTHER
    _place(case, subject, subject.level).save()
    emit(CaseOpened(case.pk, case.path))
    return case


def _close(case: Case | None) -> None:
    if case is not None and case.is_withheld:
        case.state, case.decided_at = State.CHANGED, timezone.now()
        case.save()


def _note(kind: str, object_id: int, subject: Subject, outcome: Outcome, latest: Case | None) -> None:
    if outcome.findings and (latest is None or latest.digest != outcome.digest):
        _fill(Case(kind=kind, object_id=object_id, state=State.NOTED), subject, outcome).save()


def _hold(kind: str, object_id: int, subject: Subject, outcome: Outcome, latest: Case | None) -> None:
    if latest is not None and latest.state == State.WAITING:
        _fill(latest, subject, outcome).save()
        return
    _close(latest)
    case = _fill(Case(kind=kind, object_id=object_id), subject, outcome)
    case.save()
    emit(CaseOpened(case.pk, case.path))


def _fill(case: Case, subject: Subject, outcome: Outcome) -> Case:
    worst = outcome.worst
    assert worst is not None
    _place(case, subject, widest((outcome.level, subject.level)))
    case.effect, case.category = worst.effect, worst.category
    case.findings = [finding.kept() for finding in outcome.findings]
    case.digest = outcome.digest
    return case


def _place(case: Case, subject: Subject, level: Level) -> Case:
    """Say what a case is about, and who decides it."""
    case.title, case.author_id = subject.title[:120], subject.author_id
    case.organisation = _organisation_at(subject.path)
    case.level, case.path = level, deciding_path(subject.path, level)
    return case


def _organisation_at(path: str) -> Organisation:
    above = lineage(path)
    if not above:
        raise ValueError(f"nothing is at {path!r}")
    return above[-1]


def objection_to(viewer: Viewer, case: Case) -> str:
    """Why the viewer doesn't decide about a case of their place; "" when they do."""
    if case.author_id is not None and case.author_id == viewer.person_id:
        return _("This is your own work. Somebody else has to decide about it.")
    subject = kind_of(case).describe(case.object_id)
    if subject is not None and not viewer.can(REVIEW, deciding_path(subject.path, subject.level)):
        return _("This was let in at this level: %(level)s. Only moderators of that level take it out.") % {
            "level": subject.level.label
        }
    return ""


def _is_older(acting: Viewer, case: Case) -> bool:
    newer = Case.objects.numbers_only().filter(kind=case.kind, object_id=case.object_id, pk__gt=case.pk)
    return bool(newer.exists())


def _settle(acting: Viewer, case: Case) -> None:
    """Let those who look after such objects show or hide it, as the case stands.

    What readers reported was seen all along: only turning it down, and taking that back, changes something.
    """
    if case.is_report and case.state == State.RELEASED:
        return
    shown = State.RELEASED if case.state == State.REPORTED else case.state
    kind_of(case).settle(acting, case.object_id, shown, case.reason)


@step(
    Case,
    "moderation.release",
    who=Holds(REVIEW),
    sources=TO_DECIDE,
    target=State.RELEASED,
    unless=(objection_to,),
    then=_settle,
    event=lambda case: CaseDecided(case.pk, case.author_id, True),
)
def release(*, acting: Viewer, case: Case, reason: str = "") -> None:
    """Let others see what was held."""
    case.reason, case.decided_at, case.decided_by_id = reason.strip(), timezone.now(), acting.person_id


@step(
    Case,
    "moderation.reject",
    who=Holds(REVIEW),
    sources=TO_DECIDE,
    target=State.REJECTED,
    unless=(objection_to,),
    then=_settle,
    event=lambda case: CaseDecided(case.pk, case.author_id, False),
)
def reject(*, acting: Viewer, case: Case, reason: str = "") -> None:
    """Keep it from others, with a reason that its author is told."""
    if not reason.strip():
        raise NotPossible(_("Say why it is rejected: its author is told."), field="reason")
    case.reason, case.decided_at, case.decided_by_id = reason.strip(), timezone.now(), acting.person_id


NEWER = Condition(_is_older, gettext_lazy("Its author has changed it since. Decide about the newer version."))


@step(
    Case,
    "moderation.take_back",
    who=Holds(REVIEW),
    sources=(State.RELEASED, State.REJECTED),
    unless=(objection_to, NEWER),
    then=_settle,
)
def take_back(*, acting: Viewer, case: Case) -> None:
    """Let something wait again that was decided about."""
    case.state = State.REPORTED if case.is_report else State.WAITING
    case.reason, case.decided_at, case.decided_by_id = "", None, None


@release.back
@reject.back
def _demand_current(acting: Viewer, case: Case, result: None) -> None:
    objection = objection_to(acting, case) or NEWER(acting, case)
    if objection:
        raise NotPossible(objection)
