"""What arrives from devices: done once, in order, or refused with a reason and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, Max
from django.http import Http404
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from santong.kit.access import Viewer, current_viewer
from santong.kit.outbox.batches import Sent
from santong.kit.outbox.intake import ROW, Entry, Intake, intake_named
from santong.kit.outbox.models import KEPT, Delivery, key_of
from santong.kit.refusals import NotPossible

State = Delivery.State
TOO_OLD = KEPT - timedelta(days=1)
"""From this age on nobody knows any more whether an entry was done already."""
MOST_REFUSED = 500
"""Refused entries that wait for one person; further ones stay on the device until some are settled."""


class Refused(Exception):
    """An entry that won't be done, with the reason in words; `errors` are those of fields, by name."""

    def __init__(self, reason: str, errors: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(reason)
        self.errors = dict(errors or {})


@dataclass(frozen=True)
class Outcome:
    """What became of an entry: "done", "refused" with a reason, or "waiting" for those from number `since` on."""

    id: str
    state: str
    reason: str = ""
    since: int | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As the device reads it."""
        found: dict[str, Any] = {"id": self.id, "state": self.state}
        if self.reason:
            found["reason"] = self.reason
        if self.since is not None:
            found["from"] = self.since
        if self.answer:
            found["answer"] = self.answer
        return found


class Full(Exception):
    """So much that was refused waits for the person that no more is taken."""


def take_in(viewer: Viewer, sent: Sent) -> Outcome:
    """Do what an entry says, if it hasn't been done and is next in its stream; in one transaction with the note."""
    try:
        with transaction.atomic():
            return _take_in(viewer, sent)
    except Full:
        reason = _("Too much that was refused waits for you. Correct some of it or put it away, then send again.")
        return Outcome(str(sent.id), "waiting", reason, since=sent.sequence)


def _take_in(viewer: Viewer, sent: Sent) -> Outcome:
    following = sent.oldest
    for _attempt in range(2):
        known = Delivery.objects.of_person(viewer).filter(key=key_of(sent.id)).first()
        if known is not None:
            return _again(sent, known)
        following = _following(viewer, sent.stream)
        if sent.sequence > max(following, sent.oldest):
            break
        # A second request with the same entry waits here until the first has ended: for the unique key on PostgreSQL,
        # for the only writer on SQLite. Then it finds what the first has written.
        with suppress(IntegrityError), transaction.atomic():
            row = _new(viewer, sent, is_next=sent.sequence >= following)
            row.save(force_insert=True)
            return _first(viewer, sent, row)
    return Outcome(str(sent.id), "waiting", since=following)


def _following(viewer: Viewer, stream: str) -> int:
    """The number of the stream's next entry; 0 for a stream that isn't known."""
    last = Delivery.objects.of_person(viewer).filter(stream=stream).aggregate(last=Max("sequence"))["last"]
    return 0 if last is None else int(last) + 1


def _new(viewer: Viewer, sent: Sent, *, is_next: bool) -> Delivery:
    kind = intake_named(sent.kind)
    has_moment = kind is None or kind.keeps_moments
    assert viewer.person_id is not None, "only who is signed in sends"
    return Delivery(
        person_id=viewer.person_id,
        key=key_of(sent.id),
        kind=sent.kind,
        stream=sent.stream,
        sequence=sent.sequence if is_next else None,
        state=State.DONE,
        made_at=sent.made_at if has_moment else None,
        skew_seconds=round(sent.skew.total_seconds()) if has_moment else None,
    )


def _first(viewer: Viewer, sent: Sent, row: Delivery) -> Outcome:
    """Do what an entry says whose note has just been written, and complete the note."""
    try:
        if row.sequence is None:
            raise Refused(_("Something else of this device has taken its place. Look whether it is done already."))
        if sent.age >= TOO_OLD:
            raise Refused(
                _("It is so old that it may have been done already. Look, then send it again or put it away.")
            )
        answer = run(viewer, sent.kind, sent.fields, _entry(sent), identity=sent.identity)
    except Refused as problem:
        _demand_room(viewer)
        row.state = State.REFUSED
        row.put(fields=sent.fields, title=sent.title, reason=str(problem), errors=problem.errors)
        row.save(update_fields=["state", "content"])
        return Outcome(str(sent.id), row.state, str(problem))
    if answer:
        row.put(answer=answer)
        row.save(update_fields=["content"])
    return Outcome(str(sent.id), row.state, answer=answer)


def _again(sent: Sent, row: Delivery) -> Outcome:
    """The answer to an entry that was written down before."""
    kept = row.get_content()
    return Outcome(str(sent.id), row.state, kept.get("reason", ""), answer=kept.get("answer", {}))


def _demand_room(viewer: Viewer) -> None:
    if Delivery.objects.of_person(viewer).refused().count() >= MOST_REFUSED:
        raise Full


def _entry(sent: Sent) -> Entry:
    return Entry(made_at=sent.made_at, skew=sent.skew, base=sent.base)


def run(viewer: Viewer, name: str, fields: Mapping[str, Any], entry: Entry, *, identity: str = "") -> Mapping[str, Any]:
    """Do what an entry of a kind says, as one of the person's identities. Raises `Refused`; nothing is done then."""
    kind = intake_named(name)
    if kind is None:
        raise Refused(_("This version of the platform doesn't know any more how to do it."))
    try:
        with transaction.atomic(), _acting(_authority(viewer, kind, entry, identity)) as acting:
            return _run(acting, kind, fields, entry)
    except NotPossible as problem:
        raise Refused(str(problem), {problem.field: [str(problem)]} if problem.field else {}) from problem
    except Http404 as gone:
        raise Refused(_("What it is about is gone, or no longer yours to see.")) from gone
    except PermissionDenied as denied:
        raise Refused(_("You may not do this, or no longer.")) from denied
    except IntegrityError as taken:
        raise Refused(_("Something else has taken its place meanwhile. Have a look at it.")) from taken


def _run(acting: Viewer, kind: Intake, fields: Mapping[str, Any], entry: Entry) -> Mapping[str, Any]:
    given: dict[str, Any] = {}
    if kind.model is not None:
        row = given["row"] = acting.get(kind.model, _key(fields))
        if kind.who is not None and not kind.who.allows(acting, row):
            raise PermissionDenied(kind.name)
        if kind.version is not None and entry.base and kind.version(row) != entry.base:
            raise NotPossible(_("Somebody has changed it since you saw it. Have a look at it, then send it again."))
    form = form_of(kind, fields)
    if not form.is_valid():
        errors = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
        raise Refused(next(text for texts in errors.values() for text in texts), errors)
    return kind.body(acting=acting, data=form.cleaned_data, entry=entry, **given) or {}


def _key(fields: Mapping[str, Any]) -> int:
    key = fields.get(ROW)
    if isinstance(key, str) and key.isascii() and key.isdigit():
        key = int(key)
    if not isinstance(key, int) or not 0 < key <= BigIntegerField.MAX_BIGINT:
        raise Http404(str(key)[:40])
    return key


def form_of(kind: Intake, fields: Mapping[str, Any] | None) -> forms.Form:
    """The form of a kind, bound to what was sent: texts, numbers, yes and no, or lists of them."""
    values: MultiValueDict[str, Any] = MultiValueDict()
    for name, value in (fields or {}).items():
        values.setlist(name, [each for each in (value if isinstance(value, list) else [value]) if each is not None])
    return kind.form(values)


def _authority(viewer: Viewer, kind: Intake, entry: Entry, identity: str) -> Viewer:
    """As whom it is done: the identity in which it was made, as far as the person still has it."""
    now = timezone.now()
    as_of_making = kind.as_of_making is not None and now - entry.made_at <= kind.as_of_making
    if not identity and not as_of_making:
        return viewer
    find: Callable[[Viewer, str, date], Viewer | None] = import_string(settings.SANTONG_VIEWER_THEN_SOURCE)
    found = find(viewer, identity, timezone.localdate(entry.made_at if as_of_making else now))
    if found is None:
        raise PermissionDenied(identity)
    return found


@contextmanager
def _acting(viewer: Viewer) -> Iterator[Viewer]:
    token = current_viewer.set(viewer)
    try:
        yield viewer
    finally:
        current_viewer.reset(token)


def correct(viewer: Viewer, row: Delivery, fields: Mapping[str, Any]) -> None:
    """Do what was refused, with what the person has corrected; raises `Refused`."""
    with transaction.atomic():
        locked = Delivery.objects.of_person(viewer).refused().select_for_update().filter(pk=row.pk).first()
        if locked is None:
            return  # sent twice: the first time it was done
        entry = Entry(made_at=row.made_at or timezone.now(), is_corrected=True)
        kept = {ROW: row.get_content()["fields"][ROW]} if ROW in row.get_content()["fields"] else {}
        run(viewer, row.kind, {**fields, **kept}, entry)
        locked.settled_at, locked.content = timezone.now(), None
        locked.save(update_fields=["settled_at", "content"])


def put_away(viewer: Viewer, row: Delivery, *, back: bool = False) -> None:
    """Leave what was refused undone, or take that back."""
    rows = Delivery.objects.of_person(viewer).filter(pk=row.pk, state=State.REFUSED, content__isnull=False)
    rows.update(settled_at=None if back else timezone.now())


def remove_old() -> int:
    """Remove what is older than `KEPT`, except what still waits for its person; returns how many rows."""
    old = Delivery.objects.filter(arrived_on__lt=timezone.localdate() - KEPT)
    return old.exclude(state=State.REFUSED, settled_at=None).delete()[0]
