"""From opaque account names to people."""

from __future__ import annotations

from collections.abc import Iterable

from santong.domains.platform.identity.public import Person
from santong.domains.platform.records.models import Learner


def paths_of_learners(names: Iterable[str]) -> dict[str, str]:
    """The organisation path of the person behind each account name; unknown names are left out."""
    wanted = [name for name in names if len(name) == 32]
    people = dict(Learner.objects.filter(name__in=wanted).values_list("name", "person_id"))
    paths = dict(
        Person.objects.unscoped("a provider is compared with where the person belongs")
        .filter(pk__in=people.values())
        .values_list("pk", "path")
    )
    return {name: paths[person_id] for name, person_id in people.items() if person_id in paths}


def account_name(person_id: int) -> str:
    """The opaque account name of a person, made when first asked for."""
    return Learner.objects.get_or_create(person_id=person_id)[0].name
