"""Two of the three separate administrators together change one of the three.

Who administers the region could otherwise replace whoever secures and whoever audits it. It holds
once all three are held; until then the region is being set up, by its first administrator.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.access.models import AGREE, Agreement, Appointment, AppointmentQuerySet
from santong.domains.platform.access.roles import SEPARATED
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM, Viewer
from santong.kit.audit import named
from santong.kit.models import ScopedQuerySet
from santong.kit.refusals import NotPossible

VALID = timedelta(days=1)
"""How long an agreement may be carried out."""
REASON = "the three administrators watch each other"
Kind, State = Agreement.Kind, Agreement.State


def holders() -> AppointmentQuerySet:
    """Who is one of the three today."""
    rows: AppointmentQuerySet = Appointment.objects.unscoped(REASON).filter(role__in=SEPARATED)
    return rows.on(timezone.localdate())


def all_are_held() -> bool:
    """Whether each of the three roles has somebody."""
    return set(holders().values_list("role", flat=True)) == SEPARATED


def lacks_agreement(acting: Viewer, kind: str, person: Person, role: str = "") -> bool:
    """Whether a second has to agree first."""
    if acting is SYSTEM or not all_are_held():
        return False
    return not _agreed(acting, kind, person, role).exists()


def use_agreement(*, acting: Viewer, kind: str, person: Person, role: str) -> None:
    """What was agreed to is carried out, once."""
    _agreed(acting, kind, person, role).update(state=State.USED)


def ask_agreement(*, acting: Viewer, kind: str, person: Person, role: str = "") -> Agreement:
    """Ask the other two; asked twice it is one request."""
    acting.demand(AGREE)
    if acting.person_id is None:
        raise PermissionDenied(AGREE)
    with transaction.atomic(), named("access.ask_agreement"):
        rows = Agreement.objects.keeping_unique()
        row, _is_new = rows.get_or_create(
            kind=kind,
            person=person,
            role=role,
            asked_by_id=acting.person_id,
            state=State.ASKED,
            defaults={"path": acting.paths(AGREE)[0], "asked_at": timezone.now()},
        )
    return row


def may_agree(acting: Viewer, agreement: Agreement) -> bool:
    """One of the three, neither who asked nor, unless nobody else is left, whom it is about."""
    if acting.person_id in (None, agreement.asked_by_id) or not acting.can(AGREE, agreement.path):
        return False
    if acting.person_id != agreement.person_id:
        return True
    others = holders().exclude(person__in=[agreement.asked_by_id, agreement.person_id])
    return not others.exists()


def decide_agreement(*, acting: Viewer, agreement: Agreement, agrees: bool) -> None:
    """Agree, or don't; raises `NotPossible` when it was decided already."""
    if not may_agree(acting, agreement):
        raise PermissionDenied(AGREE)
    with transaction.atomic(), named("access.decide_agreement"):
        row = Agreement.objects.locked_for_action(agreement)
        if row.state != State.ASKED:
            raise NotPossible(_("This was decided already. Reload the page to see how."))
        row.state = State.AGREED if agrees else State.REFUSED
        row.decided_by_id, row.decided_at = acting.person_id, timezone.now()
        row.save(update_fields=["state", "decided_by", "decided_at"])


def may_withdraw(acting: Viewer, agreement: Agreement) -> bool:
    """Whoever asked, while nobody has answered."""
    return agreement.state == State.ASKED and agreement.asked_by_id == acting.person_id


def may_reconsider(acting: Viewer, agreement: Agreement) -> bool:
    """Whoever answered, while nothing was carried out on the strength of it and it could still be."""
    if agreement.state not in (State.AGREED, State.REFUSED) or agreement.decided_by_id != acting.person_id:
        return False
    return bool(agreement.decided_at and agreement.decided_at >= timezone.now() - VALID)


def withdraw_agreement(*, acting: Viewer, agreement: Agreement) -> None:
    """Ask no longer; raises `NotPossible` when somebody has answered."""
    if agreement.asked_by_id != acting.person_id:
        raise PermissionDenied(AGREE)
    with transaction.atomic(), named("access.withdraw_agreement"):
        row = Agreement.objects.locked_for_action(agreement)
        if not may_withdraw(acting, row):
            raise NotPossible(_("This was decided already. Reload the page to see how."))
        row.state = State.DROPPED
        row.save(update_fields=["state"])


def reconsider_agreement(*, acting: Viewer, agreement: Agreement) -> None:
    """Let a request that one has answered wait again; raises `NotPossible` once it was carried out."""
    if agreement.decided_by_id not in (None, acting.person_id):
        raise PermissionDenied(AGREE)
    with transaction.atomic(), named("access.reconsider_agreement"):
        row = Agreement.objects.locked_for_action(agreement)
        if not may_reconsider(acting, row):
            raise NotPossible(_("The answer can't be taken back any more: it was carried out, or a day has passed."))
        if _is_asked_anew(row):
            raise NotPossible(_("The same was asked again since. Answer that request."))
        row.state, row.decided_by_id, row.decided_at = State.ASKED, None, None
        row.save(update_fields=["state", "decided_by", "decided_at"])


def _is_asked_anew(row: Agreement) -> bool:
    same = Agreement.objects.unscoped(REASON).filter(kind=row.kind, person=row.person_id, role=row.role)
    found: bool = same.filter(asked_by=row.asked_by_id, state=State.ASKED).exists()
    return found


def to_agree(viewer: Viewer) -> ScopedQuerySet:
    """The requests that wait for the viewer, by the rule of `may_agree`."""
    others = holders().exclude(person=OuterRef("asked_by")).exclude(person=OuterRef("person"))
    rows: ScopedQuerySet = Agreement.objects.visible_to(viewer, AGREE)
    waiting = rows.filter(state=State.ASKED).exclude(asked_by=viewer.person_id)
    return waiting.filter(~Q(person=viewer.person_id) | ~Exists(others))


def _agreed(acting: Viewer, kind: str, person: Person, role: str) -> ScopedQuerySet:
    rows: ScopedQuerySet = Agreement.objects.belonging_to(person=person)
    since = timezone.now() - VALID
    return rows.filter(kind=kind, role=role, asked_by_id=acting.person_id, state=State.AGREED, decided_at__gte=since)
