"""Evaluation: verdicts of two regions' rules at 50 schools against a sheet written by hand, and how long a pack takes.

`wrong` are schools whose verdict by one of the rules differs from `SHEET`, which has must-haves and what is unknown.
`pack_s` is the time in which the evidence pack of a school with 60 items is built, from asking to the stored ZIP;
`uploaded` are files that the school had to bring for it. `diagnose_s` is the time for computing all schools at once.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import django
from django.core.management import call_command

from bench.contract import Run, at_least, at_most, main, say

LIMITS = {
    "schools": at_least(50),
    "wrong": at_most(0),
    "items": at_least(60),
    "pack_s": at_most(60),
    "uploaded": at_most(0),
}
QUICK = {"items": 60}
SECTIONS = (("一", 24), ("二", 30), ("三", 30), ("四", 26))
"""Sections with their points: 110 in all, as both regions have."""
# Points of the four sections, with "?" and how many more aren't known; then what each region says with certainty, and
# what it might: by Nanjing 示范 from 90, 合格 from 80; by Nantong every must-have (marked ! when that of the first
# section is missing) and 70 % of each section: 16.8, 21, 21, 18.2. Worked out with a pencil.
SHEET = """
24 30 30 26 | 示范 示范 | 合格 合格
24 30 30 6 | 示范 示范 | - -
24 30 30 5.5 | 合格 合格 | - -
24 30 26 0 | 合格 合格 | - -
24 30 25.5 0 | - - | - -
24 30 25 0 | - - | - -
17 21 21 19 | - - | 合格 合格
17 21 21 18 | - - | - -
17 21 20.5 26 | 合格 合格 | - -
16.5 30 30 26 | 示范 示范 | - -
17 30 30 26 | 示范 示范 | 合格 合格
17 21 26 26 | 示范 示范 | 合格 合格
17 21 25.5 26 | 合格 合格 | 合格 合格
20 20 20 20 | 合格 合格 | - -
20 21 21 20 | 合格 合格 | 合格 合格
20 21 21 18 | 合格 合格 | - -
20 21 20 19 | 合格 合格 | - -
0 30 30 26 | 合格 合格 | - -
0 30 30 20 | 合格 合格 | - -
0 30 30 19 | - - | - -
24 0 30 26 | 合格 合格 | - -
24 0 30 25 | - - | - -
0 0 0 0 | - - | - -
12 15 15 13 | - - | - -
24! 30 30 26 | 示范 示范 | - -
20! 30 30 26 | 示范 示范 | - -
17! 21 21 19 | - - | - -
17! 21 21 21 | 合格 合格 | - -
17! 21 26 26 | 示范 示范 | - -
24 30 20?10 26 | 示范 示范 | - 合格
24 30 21?9 15 | 示范 示范 | - -
24 30 20?10 6 | 合格 示范 | - -
24 30 10?20 16 | 合格 示范 | - -
24 30 10?15 16 | 合格 示范 | - -
24 30 10?9.5 16 | 合格 合格 | - -
24 30 10?11 19 | 合格 示范 | - 合格
24 30 10?10.5 19 | 合格 示范 | - -
24 20?5 20 10 | - - | - -
24 20?6 20 10 | - 合格 | - -
24 20?10 20 25.5 | 合格 示范 | - -
24 20?10 20 26 | 示范 示范 | - -
24 20?10 21 26 | 示范 示范 | - 合格
17?7 21 21 19 | - 合格 | 合格 合格
16?8 21 21 19 | - 合格 | - 合格
16?0.5 21 21 19 | - - | - -
16?1 21 21 22 | 合格 合格 | - 合格
0?24 30 30 26 | 合格 示范 | - 合格
0?24 0?30 0?30 0?26 | - 示范 | - 合格
0?24 20 0?30 0?26 | - 示范 | - -
24 30 30 18?8 | 示范 示范 | - 合格
"""


def schools() -> Iterator[tuple[list[tuple[Decimal, Decimal, bool]], list[str]]]:
    """Of each school the points of its sections (known, unknown, whether a must-have is missing), and the verdicts."""
    for line in SHEET.strip().splitlines():
        points, *verdicts = line.split("|")
        sections = []
        for part in points.split():
            known, _sign, unknown = part.replace("!", "").partition("?")
            sections.append((Decimal(known), Decimal(unknown or 0), "!" in part))
        yield sections, [word.replace("-", "") for each in verdicts for word in each.split()]


def wrong() -> tuple[int, int]:
    """How many schools there are, and at how many of them the product says something else than the sheet."""
    from santong.domains.governance.evaluation.scoring import Band, Item, score

    nanjing = (Band("示范", Decimal(90)), Band("合格", Decimal(80)))
    nantong = (Band("合格", needs_musts=True, floor=Decimal(70)),)
    number = found = 0
    for sections, expected in schools():
        items, points = [], {}
        for (name, most), (known, unknown, fails) in zip(SECTIONS, sections, strict=True):
            # What is known and what is lost are items of their own; the must-have has no points beside its own.
            lost = Decimal(most) - known - unknown
            for code, size, given in (("K", known, known), ("U", unknown, None), ("L", lost, Decimal(0))):
                items.append(Item(f"{name}{code}", name, size, is_must=code == "L" and fails))
                points[f"{name}{code}"] = given
            if fails and not lost:
                items.append(Item(f"{name}M", name, Decimal("0.01"), is_must=True))
                points[f"{name}M"] = Decimal(0)
        said = []
        for bands in (nanjing, nantong):
            result = score(items, bands, points)
            said += [result.certain, result.possible]
        number += 1
        if said != expected:
            found += 1
            say(f"school {number}: {said}, the sheet says {expected}")
    return number, found


def measure(run: Run) -> Mapping[str, float]:
    """Compare verdicts, then build a pack of 60 items for a school of a region."""
    with run.installation(LOG_LEVEL="ERROR", PUBLIC_URL="http://127.0.0.1") as place:
        os.environ.update(place.environment)
        django.setup()
        number, found = wrong()
        call_command("migrate", verbosity=0)
        return {"schools": number, "wrong": found, **packed(run.pick(60, QUICK["items"]))}


def packed(number: int) -> dict[str, float]:
    """A round over the schools of a region, computed, and the pack of one of them."""
    from bench.indicators import fill
    from santong.domains.governance.evaluation import actions
    from santong.domains.governance.evaluation.diagnosing import diagnose
    from santong.domains.governance.evaluation.models import Entrant
    from santong.domains.governance.evaluation.packing import build
    from santong.domains.governance.evaluation.tests import making
    from santong.domains.platform.access.testing import somebody
    from santong.domains.platform.files.public import File
    from santong.domains.platform.organisations.public import Organisation
    from santong.kit.access import SYSTEM

    fill(50)
    city = Organisation.objects.by_installation().get(kind="city_bureau")
    standard = making.published(city, items=_items(number))
    row = making.draft(city, standard)
    actions.announce(acting=SYSTEM, evaluation=row)
    entrants = list(Entrant.objects.by_installation().filter(round=row).select_related("place").order_by("path"))
    begun = time.perf_counter()
    diagnose(row, entrants)
    diagnosed = time.perf_counter() - begun
    [entrant] = (
        Entrant.objects.by_installation()
        .filter(pk=entrants[0].pk)
        .select_related("place", "round__standard", "round__version")
    )
    somebody("principal", entrant.place, "bench-principal")
    files = File.objects.by_installation().count()
    begun = time.perf_counter()
    pack = build(acting=SYSTEM, entrant=entrant)
    taken = time.perf_counter() - begun
    uploaded = File.objects.by_installation().count() - files - 1
    return {"items": pack.items, "diagnose_s": round(diagnosed, 2), "pack_s": round(taken, 2), "uploaded": uploaded}


def _items(number: int) -> Sequence[tuple[str, Mapping[str, Any]]]:
    """So many items, of which every second one is computed."""
    facts = ("学生数 / 专任教师数", "学生数 / 学生终端数", "学生数 / 班级数")
    found = []
    for index in range(number):
        section = f"第{index // 15 + 1}部分"
        if index % 2:
            row = {"section": section, "label": f"实地项{index}", "kind": "onsite", "points": Decimal(1)}
        else:
            row = {
                "section": section, "label": f"计算项{index}", "kind": "fact",
                "binding": facts[index // 2 % len(facts)], "unit": "to_one", "roll_up": "ratio",
                "digits": 1, "direction": "less", "points": Decimal(1),
                "scale": "20=1",
            }  # fmt: skip
        found.append((f"A{index}", row))
    return found


if __name__ == "__main__":
    main("scored", measure, LIMITS)
