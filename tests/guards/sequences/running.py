"""Runs a sequence of doing and undoing, and looks after each step whether everything still agrees."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from santong.domains.campus.staff.models import Staff, Teaching
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.platform.access.models import Appointment
from santong.domains.platform.organisations.models import Organisation, OrganisationCount
from santong.kit.testing.sequences import Choosing, Done, NothingThere, Step
from tests.guards.sequences.region import Region
from tests.guards.sequences.steps import DISAGREEMENTS, REFUSALS

APPS = ("students", "staff", "organisations", "access", "identity", "requests", "office", "notices")
NOTES = frozenset({
    "identity.SecurityEvent", "students.Transfer", "students.YearChange", "students.RollChange",
    "organisations.OrganisationCount", "requests.Opinion",
})  # fmt: skip
"""Tables that keep that something was done, also when it was taken back; the counts are compared by number."""


@dataclass
class Findings:
    """What went wrong: `errors` are exceptions and numbers that disagree, `unexplained` refusals without a reason."""

    sequences: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)


@dataclass
class Walk:
    """One sequence: what was done so far, in order, and what is undone of it."""

    region: Region
    choosing: Choosing
    findings: Findings
    done: list[Done] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    is_exact: bool = True
    before: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before = every_row()

    def do(self, step: Step) -> None:
        """Do a step; a refusal with a reason is as good as the deed."""
        self.story.append(step.__name__)
        made = self._tried(lambda: step(self.region, self.choosing))
        if isinstance(made, Done):
            self.findings.steps[made.name] += 1
            self.done.append(made)
            self.is_exact = self.is_exact and made.is_exact and made.undo is not None
        self._look()

    def undo(self, position: int) -> None:
        """Take one of the deeds back, whichever."""
        made = self.done.pop(position)
        if position != len(self.done):
            self.is_exact = False
        self._undo(made)

    def undo_all(self) -> None:
        """Take everything back that is left, the last first; then all is as at the beginning."""
        while self.done:
            self._undo(self.done.pop())
        if self.is_exact:
            differing = [f"{label}: {sorted(rows ^ self.before[label])[:2]}" for label, rows in every_row().items()]
            differing = [text for text in differing if not text.endswith(": []")]
            self.findings.errors += [f"{self._told()}: not as before: {text[:600]}" for text in differing]

    def _undo(self, made: Done) -> None:
        if made.undo is None:
            return
        self.story.append(f"undo {made.name}")
        kept = self._tried(made.undo)
        if not isinstance(kept, list) or kept:
            self.is_exact = False
        for what, reason in kept if isinstance(kept, list) else ():
            self.findings.refusals[f"{made.name}: {what} {reason}"] += 1
            if not reason:
                self.findings.unexplained.append(f"{self._told()}: {what} stays without a reason")
        self._look()

    def _tried(self, act: Any) -> Any:
        try:
            with transaction.atomic():
                return act()
        except NothingThere:
            return None
        except REFUSALS as refusal:
            self.findings.refusals[f"{self.story[-1]}: {str(refusal)[:60]}"] += 1
            if len(str(refusal)) < SHORTEST:
                self.findings.unexplained.append(f"{self._told()}: {type(refusal).__name__} says “{refusal}”")
        except Exception:  # noqa: BLE001  (what nobody foresaw is what is looked for; it is told with its traceback)
            self.findings.errors.append(f"{self._told()}: {traceback.format_exc(limit=-6)}")
        return None

    def _look(self) -> None:
        for text in disagreements():
            self.findings.errors.append(f"{self._told()}: {text}")

    def _told(self) -> str:
        return " > ".join(self.story)


SHORTEST = 15
"""Characters that a reason in words has at least; anything shorter is a name or a key."""


def run(region: Region, choosing: Choosing, steps: Sequence[Step], length: int, findings: Findings) -> None:
    """A sequence of so many steps, of which a third take something back; nothing of it stays."""
    with transaction.atomic():
        sequence = Walk(region, choosing, findings)
        for _ in range(length):
            if sequence.done and choosing.choice([True, False, False]):
                last = len(sequence.done) - 1
                sequence.undo(choosing.choice([last, *range(len(sequence.done))]))
            else:
                sequence.do(choosing.choice(steps))
        sequence.undo_all()
        findings.sequences += 1
        transaction.set_rollback(True)


def every_row() -> dict[str, set[str]]:
    """Everything that a sequence may change, as text."""
    found = {
        model._meta.label: set(map(str, model._base_manager.values_list()))
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if model._meta.label not in NOTES
    }
    # What follows from facts is held or not; a role given again may be another row.
    rows = Appointment._base_manager.filter(Q(valid_until=None) | ~Q(origin="fact"))
    found["access.Appointment"] = set(
        map(str, rows.values_list("person", "role", "organisation", "path", "valid_until"))
    )
    return found


def disagreements() -> list[str]:
    """Numbers, paths and roles that don't follow from the rows any more."""
    pupils = list(Pupil._base_manager.filter(status__in=Pupil.PRESENT).select_related("school", "school_class"))
    return [
        *_counts("pupils", Counter(pupil.path for pupil in pupils)),
        *_counts("staff", Counter(each.path for each in Staff._base_manager.exclude(status="left"))),
        *_paths(pupils),
        *_roles(pupils),
        *(text for look in DISAGREEMENTS for text in look()),
    ]


def _counts(what: str, actual: Counter[str]) -> list[str]:
    told = Counter({row.path: row.number for row in OrganisationCount._base_manager.filter(what=what) if row.number})
    return [] if told == actual else [f"{what}: counted {dict(told)}, there are {dict(actual)}"]


def _paths(pupils: Sequence[Pupil]) -> list[str]:
    wrong = [pupil for pupil in pupils if pupil.path != (pupil.school_class or pupil.school).path]
    there = {pupil.person_id: pupil.path for pupil in pupils}
    links = Guardianship._base_manager.filter(ended_on=None, child_id__in=there)
    wrong_links = [link for link in links if link.path != there[link.child_id]]
    strays = Organisation._base_manager.exclude(parent=None).select_related("parent")
    wrong_places = [each for each in strays if each.path[:-4] != each.parent.path]
    return [f"the path of {type(row).__name__} {row.pk} is wrong" for row in (*wrong, *wrong_links, *wrong_places)]


def _roles(pupils: Sequence[Pupil]) -> list[str]:
    """Pupils, guardians and teachers hold their roles, and nobody holds them without the fact."""
    places = {pupil.person_id: pupil.school_class_id or pupil.school_id for pupil in pupils}
    wanted = {("pupil", person, place) for person, place in places.items()}
    for link in Guardianship._base_manager.filter(ended_on=None, child_id__in=places):
        wanted.add(("parent", link.guardian_id, places[link.child_id]))
    for row in Teaching._base_manager.filter(until=None):
        wanted.add((row.kind, row.staff.person_id, row.school_class_id))
    # Where a place is closed, roles end with it.
    closed = set(Organisation._base_manager.exclude(valid_until=None).values_list("pk", flat=True))
    wanted = {each for each in wanted if each[2] not in closed}
    roles = {role for role, _person, _place in wanted} | {"pupil", "parent", "class_teacher", "subject_teacher"}
    rows = Appointment._base_manager.filter(valid_until=None, origin="fact", role__in=roles)
    held = {(row.role, row.person_id, row.organisation_id) for row in rows if row.organisation_id not in closed}
    missing, surplus = wanted - held, held - wanted
    return [f"roles missing: {sorted(missing)}, held without fact: {sorted(surplus)}"] if missing or surplus else []
