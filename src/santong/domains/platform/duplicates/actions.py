"""Writes: two people are one, or they are not, and both taken back."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.duplicates import snapshots
from santong.domains.platform.duplicates.events import PeopleMerged, PeopleSeparated
from santong.domains.platform.duplicates.models import PERMISSION, Merger, Suspicion
from santong.domains.platform.duplicates.moves import moved, moved_receipt, moves_since, places_in
from santong.domains.platform.duplicates.reasons import weight_of
from santong.domains.platform.duplicates.references import CannotJoin, repoint
from santong.domains.platform.duplicates.rules import Merging, by_themselves, rules
from santong.domains.platform.duplicates.snapshots import Change, Changed
from santong.domains.platform.identity.public import Person, SecurityEventKind, tell_holders, unite
from santong.domains.platform.organisations.public import common_path
from santong.kit.access import SYSTEM, Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible

UNDO_TIME = timedelta(days=30)
"""How long a merger can be taken back; then its journal is emptied."""
PURPOSE = "duplicates.journal"
State = Suspicion.State


def tell_apart(*, acting: Viewer, suspicion: Suspicion) -> None:
    """Remember that two people are two; they are never proposed again."""
    acting.demand(PERMISSION, suspicion.path)
    _decide(suspicion, State.DIFFERENT, verb="duplicates.tell_apart")


def reopen(*, acting: Viewer, suspicion: Suspicion) -> None:
    """Put a pair that was told apart back onto the list."""
    acting.demand(PERMISSION, suspicion.path)
    _decide(suspicion, State.OPEN, verb="duplicates.reopen")


def suspect(*, acting: Viewer, first: Person, second: Person) -> Suspicion:
    """Put two people onto the list by hand, for comparison."""
    if first.pk == second.pk:
        raise NotPossible(_("These are one account. Choose two different ones."))
    one, other = sorted((first, second), key=lambda person: person.pk)
    path = common_path(one.path, other.path)
    acting.demand(PERMISSION, path)
    with transaction.atomic(), named("duplicates.suspect"):
        row, is_new = Suspicion.objects.keeping_unique().get_or_create(
            first=one,
            second=other,
            defaults={
                "path": path,
                "reasons": "asked",
                "score": weight_of(["asked"]),
                "found_on": timezone.localdate(),
            },
        )
        if not is_new and row.state == State.DIFFERENT:
            _decide(row, State.OPEN, verb="duplicates.reopen")
    return row


def objections_to(merging: Merging, *, acting: Viewer) -> list[str]:
    """Why these two must not be merged by this viewer; each says what to do instead."""
    found = []
    if acting.person_id == merging.dropped.pk:
        found.append(_("You can't close the account that you are signed in with. Keep it, and close the other one."))
    if not all(person.is_active for person in merging.both):
        found.append(_("One of the two accounts is closed already."))
    return found + [text for rule in rules() for text in rule.objections(acting, merging)]


def merge(*, acting: Viewer, suspicion: Suspicion, kept: Person, answers: Mapping[str, Person]) -> Merger:
    """Make two people one, in one transaction: everything of the other follows, its account is closed.

    `answers` maps the names of questions to the person whose answer holds.

    Raises:
        NotPossible: when the two were decided about already, or a module objects.
    """
    with transaction.atomic(), named("duplicates.merge"):
        row = Suspicion.objects.locked_for_action(suspicion)
        acting.demand(PERMISSION, row.path)
        if row.state != State.OPEN:
            raise NotPossible(_("This pair has been decided about already. Reload the page to see how."))
        people = Person.objects.noted([row.first_id, row.second_id]).select_for_update().in_bulk()
        dropped = next(person for key, person in people.items() if key != kept.pk)
        fresh = {name: people[person.pk] for name, person in answers.items()}
        merging = Merging(people[kept.pk], dropped, fresh)
        if problems := objections_to(merging, acting=acting):
            raise NotPossible(" ".join(problems))
        merger = _merge(acting, merging, row.path)
        row.state, row.decided_at, row.merger = State.MERGED, timezone.now(), merger
        row.save(update_fields=["state", "decided_at", "merger"])
        tell_holders([merging.kept], SecurityEventKind.MERGED, acting=acting, path=row.path)
        emit(PeopleMerged(kept.pk, dropped.pk))
    return merger


def _merge(acting: Viewer, merging: Merging, path: str) -> Merger:
    before = snapshots.snapshot(merging.both)
    try:
        receipts = {rule.name: rule.hand_over(merging) for rule in rules()}
        for reference in by_themselves():
            for row in reference.rows(merging.dropped):
                repoint(row, reference.field.name, merging.kept)
    except CannotJoin as problem:
        text = _("“%(what)s” of the two can't be put together. Correct it for one of them first.")
        raise NotPossible(text % {"what": problem}) from problem
    # The right to merge was checked on both; changing them is part of it.
    unite(acting=SYSTEM, kept=merging.kept, dropped=merging.dropped, answers=merging.answers)
    after = snapshots.again(before, merging.both)
    found = snapshots.changes(before, after)
    journal = {
        "changes": [(c.model, c.key, c.before, c.after) for c in found],
        "receipts": receipts,
        "places": places_in(found, receipts),
    }
    return Merger.objects.create(
        kept=merging.kept,
        dropped=merging.dropped,
        path=path,
        made_by_id=acting.person_id,
        journal=_seal(journal),
    )


def take_back(*, acting: Viewer, merger: Merger) -> None:
    """Make the two people two again, every row as it was before, where its place is by now.

    Raises:
        NotPossible: when it was taken back already, is too old, or a row has been changed since.
    """
    acting.demand(PERMISSION, merger.path)
    with transaction.atomic(), named("duplicates.take_back"):
        row = Merger.objects.locked_for_action(merger)
        if row.taken_back_at is not None or not row.journal:
            raise NotPossible(_("This merger can no longer be taken back."))
        journal = _open(bytes(row.journal))
        moves = moves_since(journal.get("places", {}))
        try:
            changes = (moved(Change(*each), moves) for each in journal["changes"])
            snapshots.restore(changes, last=row.dropped_id)
        except Changed as change:
            text = _("“%(row)s” has been changed since, so the merger can't be taken back. Correct the people by hand.")
            raise NotPossible(text % {"row": change}) from change
        for rule in rules():
            rule.take_back(moved_receipt(journal["receipts"].get(rule.name, {}), moves))
        row.taken_back_at, row.journal = timezone.now(), b""
        row.save(update_fields=["taken_back_at", "journal"])
        for suspicion in Suspicion.objects.belonging_to(merger=row):
            _decide(suspicion, State.OPEN, verb="duplicates.take_back")
        emit(PeopleSeparated(row.kept_id, row.dropped_id))


def forget_journals() -> int:
    """Empty the journals of mergers that are too old to be taken back; returns how many."""
    old = Merger.objects.unscoped("upkeep").filter(made_at__lt=timezone.now() - UNDO_TIME).exclude(journal=b"")
    return old.update(journal=b"")


def _decide(suspicion: Suspicion, state: str, *, verb: str) -> None:
    suspicion.state = state
    suspicion.decided_at = None if state == State.OPEN else timezone.now()
    if state == State.OPEN:
        suspicion.merger = None
    with named(verb):
        suspicion.save(update_fields=["state", "decided_at", "merger"])


def _seal(journal: dict[str, Any]) -> bytes:
    return bytes(settings.FIELD_KEYS.seal_bytes(zlib.compress(json.dumps(journal).encode()), PURPOSE))


def _open(sealed: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(settings.FIELD_KEYS.open_bytes(sealed, PURPOSE)))
    return found
