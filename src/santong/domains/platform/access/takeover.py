"""Whose account somebody may come into: by a slip, a reset, the end of a second factor, a merger or an adoption.

A credential must never change on the strength of a relation that its issuer can create alone (a
row of a sheet, a link to a child). So it counts what the account can do, and where it is at home.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.access.agreements import lacks_agreement
from santong.domains.platform.access.following import FACT
from santong.domains.platform.access.models import Agreement, Appointment
from santong.domains.platform.access.roles import FROM_FACTS, SEPARATED, fits, needed_permission
from santong.domains.platform.identity.public import ACTIVATE, Person
from santong.domains.platform.organisations.public import Organisation, common_path, lineage, schools_of
from santong.kit.access import Viewer
from santong.kit.access.roles import roles_by_name, roles_with

BATCH = 500
REASON = "what an account may do decides who may come into it"
SEE_ROLES = "appointments.view"


def may_take_over(acting: Viewer, person: Person, permission: str = ACTIVATE) -> str | None:
    """None when the account is the acting viewer's to change; otherwise why not, and whom to ask.

    It is theirs when all of this holds:

    - they could give every role that the account holds today or later, lent ones too; what
      follows from facts (a child, a lesson) is given by whoever holds `permission` there;
    - the account is at home with them: they hold `permission` where the person's record is kept,
      or over every place of a pupil or parent who has no other role, at the school of the record;
    - it isn't their own.
    """
    return takeover_objections(acting, [person], permission).get(person.pk)


def takeover_objections(acting: Viewer, people: Sequence[Person], permission: str = ACTIVATE) -> dict[int, str]:
    """What `may_take_over` answers for many people, in few queries; by the key of those who are not theirs."""
    held = _roles_of([person.pk for person in people])
    schools = schools_of({row.path for rows in held.values() for row in rows})
    accounts = [_Account(person, held.get(person.pk, ()), schools, permission) for person in people]
    found = {account.person.pk: _objection(acting, account) for account in accounts}
    return {key: objection for key, objection in found.items() if objection is not None}


@dataclass(frozen=True)
class _Account:
    """An account with the roles it holds today or later; `schools` by the paths of those."""

    person: Person
    held: Sequence[Appointment]
    schools: Mapping[str, Organisation]
    permission: str

    def is_at_home(self, acting: Viewer) -> bool:
        """A class teacher keeps the pupils and parents of one class, whose record is kept by its school."""
        if acting.can(self.permission, self.person.path):
            return True
        homes = {self.schools[row.path].path if row.path in self.schools else "" for row in self.held}
        return all(row.role in FROM_FACTS for row in self.held) and homes == {self.person.path}

    def giving(self, row: Appointment) -> str:
        """The permission with which a role is given; what follows from facts is kept by whoever may do the action."""
        is_fact = row.role in FROM_FACTS or row.origin == FACT
        return self.permission if is_fact else needed_permission(row.role)

    def roles_that_may(self) -> frozenset[str]:
        """The roles that hold all it takes."""
        needed = {self.permission, *(self.giving(row) for row in self.held)}
        return frozenset.intersection(*(roles_with(name) for name in needed))

    def who_may(self) -> str:
        """The roles that could do it for this account: they hold all it takes, and stand high enough."""
        roles = self.roles_that_may()
        above = lineage(common_path(self.person.path, *(row.path for row in self.held)))
        fitting = [role for role in roles_by_name() if role in roles and any(fits(role, place) for place in above)]
        return _(" or ").join(str(roles_by_name()[role].label) for role in fitting) or _("the bureau")


def helping_path(person: Person, permission: str = ACTIVATE) -> str:
    """The innermost place at which somebody else may come into the account, to be asked for help there.

    From the class of a pupil or parent, or where the record of anybody else is kept, up the tree.
    """
    held = _roles_of([person.pk]).get(person.pk, [])
    account = _Account(person, held, {}, permission)
    is_family = bool(held) and all(row.role in FROM_FACTS for row in held)
    above = {place.path for place in lineage(held[0].path if is_family else person.path)}
    rows = Appointment.objects.unscoped(REASON).on(timezone.localdate()).exclude(person=person)
    found = rows.filter(role__in=account.roles_that_may(), path__in=above).values_list("path", flat=True)
    return max(found, key=len, default=min(above, key=len, default=""))


def _roles_of(people: Sequence[int]) -> dict[int, list[Appointment]]:
    rows = Appointment.objects.unscoped(REASON).not_over(timezone.localdate()).select_related("organisation")
    held: dict[int, list[Appointment]] = {}
    for start in range(0, len(people), BATCH):
        for row in rows.filter(person_id__in=people[start : start + BATCH]).order_by("pk"):
            held.setdefault(row.person_id, []).append(row)
    return held


def _objection(acting: Viewer, account: _Account) -> str | None:
    if acting.person_id == account.person.pk:
        return _(
            "This is your own account. Your password and second factor stand under “My account”; anything else "
            "somebody else has to do."
        )
    if any(row.role in SEPARATED for row in account.held) and lacks_agreement(
        acting, Agreement.Kind.ACCOUNT, account.person
    ):
        return _(
            "This is the account of one of the three separate administrators. A second of them has to agree: ask "
            "them under “Agreements”."
        )
    for row in account.held:
        if not acting.can(account.giving(row), row.path):
            return _not_given(acting, account, row)
    if not account.is_at_home(acting):
        return _("The record of this person is kept elsewhere. Ask there: %(who)s.") % {"who": account.who_may()}
    return None


def _not_given(acting: Viewer, account: _Account, row: Appointment) -> str:
    """Roles elsewhere are told only to those who see them anyhow."""
    who = account.who_may()
    if not acting.can(SEE_ROLES, row.path):
        return _("This account has roles that you don't give. Ask somebody who does: %(who)s.") % {"who": who}
    told = _("This account is “%(role)s” at %(place)s, which you don't give. Ask somebody who does: %(who)s.")
    return told % {"role": row.role_label, "place": row.organisation.name, "who": who}
