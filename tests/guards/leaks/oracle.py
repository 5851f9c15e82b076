"""Who may see what, said without the product's row rules.

A kind of object may show to the roles that are told so here, or else to those that hold the
permission of its table, on a place that holds the object; and to the people whom it is about.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.apps import apps

from santong.kit.access import Scope
from santong.kit.models import ScopedModel
from santong.kit.registry import registry
from tests.guards.leaks.markers import Planted
from tests.guards.leaks.world import Persona, World, scoped_models

EVERYBODY = frozenset({"*"})
"""Whoever is signed in."""

MEMBERS = frozenset({"members"})
"""Whoever belongs to the school: those who serve, learn or have a child there."""

NOBODY_ELSE: frozenset[str] = frozenset()
"""Only those whom it is about."""


def holders(*permissions: str) -> frozenset[str]:
    """The roles that hold one of these permissions."""
    return frozenset(role for name in permissions for role in registry.roles_with(name))


def staff() -> frozenset[str]:
    """Everybody who serves somewhere."""
    return frozenset(role.name for role in registry.roles.values() if role.category == "staff")


RULES: dict[str, Callable[[], frozenset[str]]] = {
    "files.Blob": lambda: NOBODY_ELSE,
    # A resource's files are named to whoever reviews it.
    "files.File": lambda: holders("resources.oversee", "resources.review"),
    "files.Subtitle": lambda: NOBODY_ELSE,
    "files.Upload": lambda: NOBODY_ELSE,
    "identity.Person:adopted": lambda: holders("people.view", "staff.view", "appointments.view", "adoptions.decide"),
    "identity.Person:guardian": lambda: holders("people.view", "guardians.view", "appointments.view"),
    "identity.Person:leaver": lambda: holders("people.view", "pupils.view", "transfers.view"),
    "identity.Person:pupil": lambda: holders("people.view", "pupils.view", "appointments.view"),
    # Colleagues, and families of the school, know who works there.
    "identity.Person:staff": lambda: staff() | MEMBERS,
    "identity.SecurityEvent": lambda: NOBODY_ELSE,
    "jobs.Job": lambda: holders("jobs.operate"),
    "people.Adoption": lambda: holders("adoptions.decide"),
    # Whom the data about oneself comes from, everybody of the school may know.
    "records.Provider": lambda: holders("providers.view") | MEMBERS,
    "resources.Collection": lambda: NOBODY_ELSE,
    "resources.Mark": lambda: NOBODY_ELSE,
    "resources.Node": lambda: EVERYBODY,
    "resources.Playing": lambda: NOBODY_ELSE,
    "resources.Point": lambda: EVERYBODY,
    "resources.Progress": lambda: NOBODY_ELSE,
    "resources.Rating": lambda: NOBODY_ELSE,
    "resources.Resource": lambda: holders("resources.oversee", "resources.review"),
    "resources.Review": lambda: holders("resources.oversee", "resources.review"),
    "resources.SavedSearch": lambda: NOBODY_ELSE,
    "resources.SynonymGroup": lambda: holders("resources.change_catalogue"),
    "resources.Textbook": lambda: EVERYBODY,
    "sourcing.Account": lambda: holders("points.oversee", "points.spend"),
    # A published call shows to those whom it asks: whoever adds resources there.
    "sourcing.Call": lambda: holders("calls.publish") | MEMBERS,
    # A certificate says to all who see a resource why it is excellent.
    "sourcing.Certificate": lambda: holders("certificates.grant", "resources.view") | MEMBERS,
    "sourcing.Entry": lambda: holders("points.oversee", "points.spend"),
    "sourcing.Pack": lambda: holders("packs.view") | MEMBERS,
    "sourcing.Price": lambda: holders("points.view"),
    # Who teaches a class, those know who see its pupils.
    "staff.Teaching": lambda: holders("staff.view", "pupils.view"),
    "students.Consent": lambda: holders("guardians.view"),
    "students.Guardianship": lambda: holders("guardians.view"),
    "students.Pupil": lambda: holders("pupils.view"),
    "students.Transfer": lambda: holders("transfers.view"),
}
"""Kinds whose rule isn't simply "holders of the permission": what the product promises about them."""


@cache
def roles_that_see(kind: str) -> frozenset[str]:
    """The roles to which a kind may show, on a place that holds the object."""
    if kind in RULES:
        return RULES[kind]()
    model = apps.get_model(kind)
    if not issubclass(model, ScopedModel):
        return NOBODY_ELSE
    return EVERYBODY if model.scope.everyone else holders(model.scope.view)


def unruled() -> list[str]:
    """Kinds with a row rule of their own that nobody has put in words here."""
    return [m._meta.label for m in scoped_models() if type(m.scope) is not Scope and m._meta.label not in RULES]


def may_see(world: World, persona: Persona, planted: Planted) -> bool:
    """Whether an answer to this person may hold this object."""
    if persona.person_id in planted.people:
        return True
    around = world.places[persona.place]
    if planted.kind == "organisations.Organisation" and planted.places[-1] in around:
        return True  # what one belongs to is no secret
    if planted.kind == "identity.Person:staff" and planted.places[-1] in around:
        return True  # who serves above one, and so sees one, is named to everybody whom they see
    if not planted.kind.startswith("identity.") and persona.role in holders("audit.view"):
        return persona.place in planted.places  # what every change was made to; names of people stay out of the record
    allowed = roles_that_see(planted.kind)
    if "*" in allowed:
        return True
    if allowed >= MEMBERS and {*around[2:3]} & {*planted.places}:
        return True
    return persona.role in allowed and persona.place in {*planted.places, *planted.also}


def may_change(world: World, persona: Persona, planted: Planted) -> bool:
    """Whether a write of this person may touch this object: their own, or one at a place where they serve."""
    if persona.person_id in planted.people:
        return True
    also = () if planted.kind == "organisations.Organisation" else planted.also
    return persona.role not in ("", "pupil", "parent") and persona.place in {*planted.places, *also}
