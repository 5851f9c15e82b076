"""Writes: words of the lists, opening cases, deciding about them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.moderation.events import CaseDecided, CaseOpened, ListsGrown
from santong.domains.platform.moderation.holdables import Subject, kind_named, kind_of
from santong.domains.platform.moderation.matching.folding import fold
from santong.domains.platform.moderation.models import REVIEW, WORDS, Case, Edition, Effect, Word
from santong.domains.platform.moderation.queries import Outcome, check, deciding_path, widest
from santong.domains.platform.organisations.public import Organisation, lineage
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible

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
        rows = Case.objects.unscoped(REASON).select_for_update().filter(kind=kind, object_id=object_id)
        latest = rows.order_by("-pk").first()
        if subject is None:
            _close(latest)
            return State.RELEASED
        outcome = check(subject.texts, path=subject.path)
        if latest and latest.digest == outcome.digest and latest.state in (State.RELEASED, State.REJECTED):
            return latest.state
        if not outcome.must_wait:
            _close(latest)
            _note(kind, object_id, subject, outcome, latest)
            return State.RELEASED
        _hold(kind, object_id, subject, outcome, latest)
    return State.WAITING


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
    case.title, case.author_id = subject.title[:120], subject.author_id
    case.organisation = _organisation_at(subject.path)
    case.level = widest((outcome.level, subject.level))
    case.path = deciding_path(subject.path, case.level)
    case.effect, case.category = worst.effect, worst.category
    case.findings = [finding.kept() for finding in outcome.findings]
    case.digest = outcome.digest
    return case


def _organisation_at(path: str) -> Organisation:
    above = lineage(path)
    if not above:
        raise ValueError(f"nothing is at {path!r}")
    return above[-1]


def decide(*, acting: Viewer, case: Case, release: bool, reason: str = "") -> Case:
    """Release something held or reject it with a reason its author is told; raises `NotPossible`."""
    acting.demand(REVIEW, case.path)
    reason = reason.strip()
    if not release and not reason:
        raise NotPossible(_("Say why it is rejected: its author is told."))
    with transaction.atomic(), named("moderation.release" if release else "moderation.reject"):
        case = _locked(acting, case)
        if case.state != State.WAITING:
            raise NotPossible(_("This was decided meanwhile. Have a look at the decision."))
        case.state = State.RELEASED if release else State.REJECTED
        case.reason, case.decided_at, case.decided_by_id = reason, timezone.now(), acting.person_id
        case.save()
        kind_of(case).settle(acting, case.object_id, case.state, reason)
        emit(CaseDecided(case.pk, case.author_id, release))
    return case


def take_back(*, acting: Viewer, case: Case) -> Case:
    """Let something wait again that was decided about; raises `NotPossible`."""
    acting.demand(REVIEW, case.path)
    with transaction.atomic(), named("moderation.take_back"):
        case = _locked(acting, case)
        if case.state not in (State.RELEASED, State.REJECTED):
            raise NotPossible(_("Nothing was decided here that could be taken back."))
        newer = Case.objects.numbers_only().filter(kind=case.kind, object_id=case.object_id, pk__gt=case.pk)
        if newer.exists():
            raise NotPossible(_("Its author has changed it since. Decide about the newer version."))
        case.state, case.reason, case.decided_at, case.decided_by_id = State.WAITING, "", None, None
        case.save()
        kind_of(case).settle(acting, case.object_id, case.state, "")
    return case


def _locked(acting: Viewer, case: Case) -> Case:
    row: Case = Case.objects.visible_to(acting, REVIEW).select_for_update(of=("self",)).get(pk=case.pk)
    objection = objection_to(acting, row, kind_of(row).describe(row.object_id))
    if objection:
        raise NotPossible(objection)
    return row


def objection_to(acting: Viewer, case: Case, subject: Subject | None) -> str:
    """Why the viewer doesn't decide about a case of their place, with what it is about now; "" when they do."""
    if case.author_id is not None and case.author_id == acting.person_id:
        return _("This is your own work. Somebody else has to decide about it.")
    if subject is not None and not acting.can(REVIEW, deciding_path(subject.path, subject.level)):
        return _("This was let in at this level: %(level)s. Only moderators of that level take it out.") % {
            "level": subject.level.label
        }
    return ""


def decide_all(*, acting: Viewer, cases: Iterable[Case], release: bool, reason: str = "") -> list[int]:
    """Decide about several; answers the keys of those decided.

    Those decided meanwhile, one's own and those of a level above stay as they are.
    """
    done = []
    for case in cases:
        subject = kind_of(case).describe(case.object_id)
        if case.state != State.WAITING or objection_to(acting, case, subject):
            continue
        done.append(decide(acting=acting, case=case, release=release, reason=reason).pk)
    return done
