"""Who may see what, said without the product's row rules.

A kind of object may show to the roles that its module tells in `tests/leaks.py`, or else to those that hold the
permission of its table, on a place that holds the object; and to the people whom it is about.
"""

from __future__ import annotations

from functools import cache

from django.apps import apps

from santong.kit.access import Scope
from santong.kit.models import ScopedModel
from santong.kit.testing.planting import COLLEAGUES, EVERYBODY, MEMBERS, NOBODY_ELSE, holders
from tests.guards.leaks.markers import Planted
from tests.guards.leaks.told import SEEN_BY
from tests.guards.leaks.world import Persona, World, scoped_models


@cache
def roles_that_see(kind: str) -> frozenset[str]:
    """The roles to which a kind may show, on a place that holds the object."""
    if kind in SEEN_BY:
        return SEEN_BY[kind]()
    model = apps.get_model(kind)
    if not issubclass(model, ScopedModel):
        return NOBODY_ELSE
    return EVERYBODY if model.scope.everyone else holders(model.scope.view)


def unruled() -> list[str]:
    """Kinds with a row rule of their own that nobody has put in words."""
    return [m._meta.label for m in scoped_models() if type(m.scope) is not Scope and m._meta.label not in SEEN_BY]


def may_see(world: World, persona: Persona, planted: Planted) -> bool:
    """Whether an answer to this person may hold this object."""
    if persona.person_id in planted.people:
        return True
    around = world.places[persona.place]
    if planted.kind == "organisations.Organisation" and {*planted.places} & {*around[2:3]}:
        return True  # how the classes of one's own school are called is no secret
    if planted.kind == "organisations.Organisation" and planted.places[-1] in around:
        return True  # what one belongs to is no secret
    if planted.kind == "identity.Person:staff" and planted.places[-1] in around:
        return True  # who serves above one, and so sees one, is named to everybody whom they see
    if not planted.kind.startswith("identity.") and persona.role in holders("audit.view"):
        return persona.place in planted.places  # what every change was made to; names of people stay out of the record
    allowed = roles_that_see(planted.kind)
    if "*" in allowed:
        return True
    in_the_school = bool({*around[2:3]} & {*planted.places})
    if in_the_school and (allowed >= MEMBERS or (allowed >= COLLEAGUES and persona.role in allowed)):
        return True
    return persona.role in allowed and persona.place in {*planted.places, *planted.also}


def may_change(world: World, persona: Persona, planted: Planted) -> bool:
    """Whether a write of this person may touch this object: their own, or one at a place where they serve."""
    if persona.person_id in planted.people:
        return True
    also = () if planted.kind == "organisations.Organisation" else planted.also
    return persona.role not in ("", "pupil", "parent") and persona.place in {*planted.places, *also}
