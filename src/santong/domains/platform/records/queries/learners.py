"""From opaque account names to people, and back."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet

from santong.domains.platform.access.public import is_kin
from santong.domains.platform.duplicates.public import one_person
from santong.domains.platform.identity.public import Person
from santong.domains.platform.records.models import Learner
from santong.domains.platform.records.xapi.terms import agent_list
from santong.kit.access import Viewer


def paths_of_learners(names: Iterable[str]) -> dict[str, str]:
    """The organisation path of the person behind each account name; unknown names are left out."""
    wanted = [name for name in names if len(name) == 32]
    people = dict(Learner.objects.filter(name__in=wanted).values_list("name", "person_id"))
    paths = dict(Person.objects.noted(people.values()).values_list("pk", "path"))
    return {name: paths[person_id] for name, person_id in people.items() if person_id in paths}


def account_name(person_id: int) -> str:
    """The opaque account name of a person, made when first asked for."""
    return Learner.objects.get_or_create(person_id=person_id)[0].name


def learners_of(person_id: int) -> QuerySet[Learner]:
    """As whom the records know a person: under several names when they were entered twice.

    Merging people leaves their records alone, so that it can be taken back; here they are put
    together, to be read as one and erased as one.
    """
    return Learner.objects.filter(person_id__in=one_person(person_id)).order_by("pk")


def agent_of(name: str) -> int:
    """The list of the statements of an account of this platform; the next number is that of related ones."""
    return agent_list({"account": {"homePage": settings.PUBLIC_URL, "name": name}})


def may_ask_for(viewer: Viewer, person_id: int) -> bool:
    """Whether somebody decides for a person about their data: they themselves, and who cares for them."""
    return viewer.person_id is not None and (viewer.person_id == person_id or is_kin(person_id, viewer.person_id))
