"""Linking guardians to children, by the school's record or by an invitation, and ending the link."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.students.consents import CURRENT_VERSION
from santong.domains.campus.students.events import FamilyChanged
from santong.domains.campus.students.models import Consent, Guardianship, Invitation, Pupil
from santong.domains.campus.students.settling import BATCH, follow_children, pupils_by_person, unfollow_children
from santong.domains.platform.identity.public import Person
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.models import ScopedQuerySet
from santong.kit.models.building import maker
from santong.kit.refusals import NotPossible

CHANGE = "guardians.change"
INVITATION_DAYS = 30
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12
"""58 bits: more than anybody can try."""


@dataclass(frozen=True, slots=True)
class NewGuardian:
    """A person who brings up a pupil; `relation` is a code of `Guardianship.Relation`."""

    pupil: Pupil
    guardian: Person
    relation: str = Guardianship.Relation.GUARDIAN


def link_guardians(*, acting: Viewer, drafts: Sequence[NewGuardian]) -> list[Guardianship]:
    """Link guardians whom the school has on record; links that exist are left out."""
    for path in {draft.pupil.path for draft in drafts}:
        acting.demand(CHANGE, path)
    return _link(drafts, Guardianship.Source.SCHOOL)


def invite_guardian(*, acting: Viewer, pupil: Pupil, relation: str) -> str:
    """Make a code for one guardian of a pupil; shown once, only a digest is kept."""
    acting.demand(CHANGE, pupil.path)
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    today = timezone.localdate()
    with named("students.invite_guardian"):
        Invitation.objects.create(
            child_id=pupil.person_id,
            path=pupil.path,
            code_index=code_index(code),
            relation=relation,
            made_by_id=acting.person_id,
            made_on=today,
            expires_on=today + timedelta(days=INVITATION_DAYS),
        )
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def accept_invitation(*, acting: Viewer, guardian: Person, code: str) -> Guardianship:
    """Link one's own account to the child that a code was made for; the code is used up."""
    if acting.person_id != guardian.pk:
        raise PermissionDenied("only for oneself")
    with transaction.atomic(), named("students.accept_invitation"):
        rows = Invitation.objects.unscoped("whoever holds the code was invited").select_for_update()
        found = rows.filter(code_index=code_index(code), used_on=None, expires_on__gte=timezone.localdate()).first()
        if found is None:
            raise NotPossible(_("This code is unknown, used or out of date. Ask the class teacher for a new one."))
        if found.child_id == guardian.pk:
            raise NotPossible(_("This code is for a guardian of yours, not for yourself."))
        if found.made_by_id == guardian.pk:
            raise NotPossible(_("You made this code yourself. A colleague at the school has to make one for you."))
        pupil = pupils_by_person([found.child_id])[found.child_id]
        links = _link([NewGuardian(pupil, guardian, found.relation)], Guardianship.Source.INVITATION)
        if not links:
            raise NotPossible(_("You are linked to this child already."))
        found.used_on = timezone.localdate()
        found.save(update_fields=["used_on"])
    return links[0]


def end_guardianship(*, acting: Viewer, guardianship: Guardianship) -> list[int]:
    """End a link, by the guardian themselves or by the school; consents of the guardian end with it.

    Returns the keys of those consents, which `restore_guardianship` gives back.
    """
    is_own = acting.person_id == guardianship.guardian_id
    if not is_own:
        acting.demand(CHANGE, guardianship.path)
    with transaction.atomic(), named("students.end_guardianship"):
        guardianship.ended_on, guardianship.ended_by_guardian = timezone.localdate(), is_own
        guardianship.save(update_fields=["ended_on", "ended_by_guardian"])
        given = _consents_of(guardianship).filter(withdrawn_at=None)
        consents = list(given.values_list("pk", flat=True))
        given.update(withdrawn_at=timezone.now())
        unfollow_children([guardianship], pupils_by_person([guardianship.child_id]), forget=False)
        emit(FamilyChanged(guardianship.child_id, guardianship.guardian_id))
    return consents


def restore_guardianship(*, acting: Viewer, guardianship: Guardianship, consents: Sequence[int] = ()) -> None:
    """Take the end of a link back, by whoever may end it, with the consents that had ended with it."""
    if acting.person_id != guardianship.guardian_id:
        acting.demand(CHANGE, guardianship.path)
    with transaction.atomic(), named("students.restore_guardianship"):
        guardianship.ended_on, guardianship.ended_by_guardian = None, False
        guardianship.save(update_fields=["ended_on", "ended_by_guardian"])
        _consents_of(guardianship).filter(pk__in=consents).update(withdrawn_at=None)
        follow_children([guardianship], pupils_by_person([guardianship.child_id]))
        emit(FamilyChanged(guardianship.child_id, guardianship.guardian_id))


def _consents_of(guardianship: Guardianship) -> ScopedQuerySet:
    rows = Consent.objects.noted([guardianship.child_id], by="child_id")
    return rows.filter(guardian_id=guardianship.guardian_id)


def give_consent(*, acting: Viewer, guardianship: Guardianship, version: str = CURRENT_VERSION) -> Consent:
    """Record a guardian's consent to the text of a version; given twice it is one."""
    _demand_guardian(acting, guardianship)
    with transaction.atomic(), named("students.give_consent"):
        consent, _created = Consent.objects.keeping_unique().get_or_create(
            child_id=guardianship.child_id,
            guardian_id=guardianship.guardian_id,
            text_version=version,
            withdrawn_at=None,
            defaults={"path": guardianship.path, "given_at": timezone.now()},
        )
    return consent


def withdraw_consent(*, acting: Viewer, guardianship: Guardianship) -> int:
    """Withdraw every consent that a guardian has given for a child; returns how many."""
    _demand_guardian(acting, guardianship)
    given = _consents_of(guardianship).filter(withdrawn_at=None)
    with named("students.withdraw_consent"):
        return given.update(withdrawn_at=timezone.now())


def code_index(code: str) -> str:
    """The digest that an invitation code is kept as; blanks, dashes and case don't count."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    return str(settings.FIELD_KEYS.index(plain, "guardian_invitation"))


def _demand_guardian(acting: Viewer, guardianship: Guardianship) -> None:
    if acting.person_id != guardianship.guardian_id or guardianship.ended_on is not None:
        raise PermissionDenied("only the guardian")


def _link(drafts: Sequence[NewGuardian], source: str) -> list[Guardianship]:
    known = _open_pairs({draft.pupil.person_id for draft in drafts})
    make = maker(Guardianship, "child_id", "guardian_id", "relation", "source", "path", "since")
    today = timezone.localdate()
    rows: dict[tuple[int, int], Guardianship] = {}
    for draft in drafts:
        pair = (draft.pupil.person_id, draft.guardian.pk)
        if pair not in known and pair not in rows:
            rows[pair] = make(*pair, draft.relation, source, draft.pupil.path, today)
    links = list(rows.values())
    with transaction.atomic(), named("students.link_guardians"):
        Guardianship.objects.bulk_create(links, batch_size=BATCH)
        follow_children(links, {draft.pupil.person_id: draft.pupil for draft in drafts})
        for link in links:
            emit(FamilyChanged(link.child_id, link.guardian_id))
    return links


def _open_pairs(children: set[int]) -> set[tuple[int, int]]:
    keys = sorted(children)
    rows = Guardianship.objects.numbers_only().filter(ended_on=None)
    return {
        pair
        for start in range(0, len(keys), BATCH)
        for pair in rows.filter(child_id__in=keys[start : start + BATCH]).values_list("child_id", "guardian_id")
    }
