"""Asking for people who are known elsewhere, and deciding about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.people.kinds import kind_named
from santong.domains.campus.people.models import DECIDE, Adoption
from santong.domains.campus.people.queries import may_decide
from santong.domains.platform.identity.public import Person, SecurityEventKind, tell_holders
from santong.domains.platform.notices.public import ANSWER, take_back_told, tell
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.imports.written import Written
from santong.kit.refusals import NotPossible

BATCH = 500
PURPOSE = "people.adoption"
REASON = "a request is one, whoever asks or decides"
State = Adoption.State


@dataclass(frozen=True)
class NewAdoption:
    """Somebody to be asked for; `values` are the kind's own, as JSON can hold them."""

    person: Person
    values: dict[str, Any] = field(default_factory=dict)
    child: Person | None = None


def ask_adoptions(*, acting: Viewer, kind: str, school: Organisation, drafts: Sequence[NewAdoption]) -> list[Adoption]:
    """Ask for people who are known elsewhere; who is asked for already is left out. Returns the new requests."""
    if not drafts:
        return []
    asked_as = kind_named(kind)
    acting.demand(asked_as.permission, school.path)
    deciders = asked_as.deciders([draft.person for draft in drafts], school.path)
    with transaction.atomic(), named("people.ask_adoption"):
        open_ones = _open_pairs(kind, school, [draft.person.pk for draft in drafts])
        new = {(d.person.pk, d.child.pk if d.child else None): d for d in drafts}
        rows = [
            Adoption(
                person=draft.person,
                child=draft.child,
                kind=kind,
                school=school,
                path=school.path,
                home_path=deciders.get(draft.person.pk, ""),
                asked_by_id=acting.person_id,
                asked_at=timezone.now(),
                values=_seal(draft.values),
            )
            for pair, draft in new.items()
            if pair not in open_ones
        ]
        asked = Adoption.objects.bulk_create(rows, batch_size=BATCH)
        tell_holders([row.person for row in asked], SecurityEventKind.ASKED, acting=acting, path=school.path)
    return asked


def confirm_adoption(*, acting: Viewer, adoption: Adoption) -> Adoption:
    """Agree, by which what the school wrote is taken; raises `NotPossible` when it can't be any more."""
    with transaction.atomic(), named("people.confirm_adoption"):
        row = _locked(acting, adoption, State.ASKED)
        written = kind_named(row.kind).take(row, _open(row.values))
        row.written = _seal([each.as_json() for each in written])
        tell_holders([row.person], SecurityEventKind.CONFIRMED, acting=acting, path=row.path)
        return _decide(acting, row, State.CONFIRMED)


def decline_adoption(*, acting: Viewer, adoption: Adoption) -> Adoption:
    """Don't agree; nothing is written."""
    with transaction.atomic(), named("people.decline_adoption"):
        row = _locked(acting, adoption, State.ASKED)
        tell_holders([row.person], SecurityEventKind.DECLINED, acting=acting, path=row.path)
        return _decide(acting, row, State.DECLINED)


def withdraw_adoption(*, acting: Viewer, adoption: Adoption) -> Adoption:
    """The asking school no longer asks."""
    acting.demand(kind_named(adoption.kind).permission, adoption.path)
    with transaction.atomic(), named("people.withdraw_adoption"):
        return _decide(acting, _in_state(adoption, State.ASKED), State.WITHDRAWN)


def reconsider_adoption(*, acting: Viewer, adoption: Adoption) -> Adoption:
    """Take a decision back, by whoever may decide: what was written goes, and the request waits again."""
    with transaction.atomic(), named("people.reconsider_adoption"):
        row = _locked(acting, adoption, State.CONFIRMED, State.DECLINED)
        if _open_pairs(row.kind, row.school, [row.person_id]) & {(row.person_id, row.child_id)}:
            raise NotPossible(_("The school has asked again meanwhile. Decide about the newer request."))
        written = [Written(**each) for each in _open(row.written)] if row.written else []
        done = kind_named(row.kind).undo(written)
        if done.kept:
            raise NotPossible(
                _("What was taken on is in use by now, so it can't be taken back. Ask the school to end it.")
            )
        row.written = b""
        return _decide(acting, row, State.ASKED)


def _locked(acting: Viewer, adoption: Adoption, *states: str) -> Adoption:
    if not may_decide(acting, adoption):
        raise PermissionDenied(DECIDE)
    return _in_state(adoption, *states)


def _in_state(adoption: Adoption, *states: str) -> Adoption:
    rows = Adoption.objects.unscoped(REASON).select_related("person", "school", "child", "asked_by")
    row: Adoption = rows.select_for_update(of=("self",)).get(pk=adoption.pk)
    if row.state not in states:
        raise NotPossible(_("This was decided already. Reload the page to see how."))
    return row


def _decide(acting: Viewer, row: Adoption, state: str) -> Adoption:
    is_open = state == State.ASKED
    row.state, row.decided_at = state, None if is_open else timezone.now()
    row.decided_by_id = None if is_open else acting.person_id
    row.save(update_fields=["state", "decided_at", "decided_by", "written"])
    _tell_asker(acting, row)
    return row


TOLD = {
    State.CONFIRMED: gettext_lazy("What you asked for was confirmed: %(kind)s"),
    State.DECLINED: gettext_lazy("What you asked for was declined: %(kind)s"),
}


def _tell_asker(acting: Viewer, row: Adoption) -> None:
    """Tell whoever asked how it was decided, without a name; take that back when the decision is."""
    key = f"adoption-{row.pk}"
    if row.state == State.ASKED:
        take_back_told(key)
    elif row.state in TOLD and row.asked_by and row.asked_by_id != acting.person_id:
        title = TOLD[State(row.state)]
        address = reverse("people:adoptions")
        tell(row.asked_by, title, words={"kind": row.kind_label}, address=address, key=key, kind=ANSWER)


def _open_pairs(kind: str, school: Organisation, people: Sequence[int]) -> set[tuple[int, int | None]]:
    rows = Adoption.objects.belonging_to(school=school).filter(kind=kind, state=State.ASKED)
    return {
        pair
        for start in range(0, len(people), BATCH)
        for pair in rows.filter(person_id__in=people[start : start + BATCH]).values_list("person_id", "child_id")
    }


def _seal(values: Any) -> bytes:
    return bytes(settings.FIELD_KEYS.seal_bytes(json.dumps(values).encode(), PURPOSE))


def _open(sealed: bytes | memoryview) -> Any:
    return json.loads(settings.FIELD_KEYS.open_bytes(bytes(sealed), PURPOSE))
