"""A city with a county and a school, a list of words, and posts that can be held."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from santong.domains.platform.access.testing import somebody
from santong.domains.platform.moderation.holdables import Holdable, Subject
from santong.domains.platform.moderation.models import Effect, Level, Word
from santong.domains.platform.organisations.public import Organisation, create_organisation, create_school
from santong.kit.access import SYSTEM
from santong.kit.registry import registry

POST = "organisations.organisation"
"""Any model will do for the tests: posts live in a dictionary, organisations lend their name."""


def add(text: str, place: Organisation, effect: str = Effect.HOLD, level: str = Level.SCHOOL, **fields: str) -> Word:
    word = Word(organisation=place, path=place.path, effect=effect, level=level, **fields)
    word.set_text(text)
    word.save()
    return word


@pytest.fixture
def region(db) -> SimpleNamespace:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    county = create_organisation(acting=SYSTEM, kind="county_bureau", name="County", parent=city)
    other = create_organisation(acting=SYSTEM, kind="county_bureau", name="Other", parent=city)
    school = create_school(acting=SYSTEM, name="School", parent=county)
    author = somebody("subject_teacher", school, "author")
    return SimpleNamespace(city=city, county=county, other=other, school=school, author=author)


@pytest.fixture
def posts(region) -> Iterator[SimpleNamespace]:
    """`texts` by key, the `level` that let them in, and `settled` with what moderation told the owner of the posts."""
    wall = SimpleNamespace(texts={}, settled=[], level=Level.SCHOOL)

    def describe(key: int) -> Subject | None:
        if key not in wall.texts:
            return None
        texts = {"text": wall.texts[key]}
        return Subject(f"Post {key}", region.school.path, texts, region.author.pk, "/organisations/", level=wall.level)

    def settle(acting, key: int, state: str, reason: str) -> None:
        wall.settled.append((key, state, reason))

    with registry.declaring(Holdable(POST, "Post", {"text": "Text"}, describe, settle), alone=True):
        yield wall
