"""Indicators of a province-sized region: 2,000 schools, 60 indicators, one month; and formulas in both computations.

`compute_s` is the time for all results of the month, from the figures that measures keep to the last county;
`again_s` the same once more, in place of what is there. `board_ms` and `page_ms` are the pages of the city in the
process, the 95th percentile. `formulas` are random formulas of which the database gave what Python gave, to 1e-9, over
rows with and without facts; `apart` those of which it didn't.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from random import Random
from typing import Any

import django
from django.core.management import call_command

from bench.contract import Run, at_least, at_most, main, say

LIMITS = {
    "schools": at_least(2000),
    "indicators": at_least(60),
    "compute_s": at_most(10),
    "again_s": at_most(10),
    "apart": at_most(0),
    "formulas": at_least(10_000),
}
QUICK = {"schools": 60, "formulas": 200}
COUNTIES = 20
TOLERANCE = 1e-9
MEASURES = ("pupils", "classes", "staff", "teachers", "rooms", "class_sizes", "accounts_activated")
RATIOS = (
    "{0} / {1}", "{0} / {1} * 100", "如果({1} > 3, {0} / {1}, {0})", "{0} * 12 >= {1}", "{0} + {1} * 2",
    "四舍五入({0} / {1}, 2)",
)  # fmt: skip
GATHERED = "差异系数({0} / {1}, {1})"
NAMES = (
    "学生数",
    "小学学生数",
    "班级数",
    "教职工数",
    "专任教师数",
    "音乐教师数",
    "计算机教室数",
    "账号数",
    "已激活账号数",
)


def measure(run: Run) -> Mapping[str, float]:
    """Fill a region by bulk, compute its month, ask for pages, compare formulas."""
    with run.installation(LOG_LEVEL="WARNING", PUBLIC_URL="http://127.0.0.1") as place:
        os.environ.update(place.environment)
        django.setup()
        call_command("migrate", verbosity=0)
        schools = run.pick(2000, QUICK["schools"])
        fill(schools)
        keys = write_indicators()
        say(f"{schools} schools and {len(keys)} indicators are there")
        figures = computed(keys)
        say(f"computed: {figures}")
        compared = compare(run.pick(10_000, QUICK["formulas"]))
        figures |= asked(run.pick(30, 5))
        close()
        return {"schools": schools, "indicators": len(keys), **figures, **compared}


def fill(schools: int) -> None:
    """Counties with schools, and what measures would have counted there this month."""
    from django.utils import timezone

    from santong.domains.platform.organisations.public import Organisation, SchoolProfile
    from santong.kit.measures.public import Counted, Figure, Grain, Measure, Period
    from santong.kit.registry import registry

    random, month = Random(11), Period.this_month().first
    city = Organisation(kind="city_bureau", name="市教育局", path="0001")
    city.save()
    counties = Organisation.objects.bulk_create(
        Organisation(kind="county_bureau", name=f"县{at}", parent=city, path=f"0001{at:04}") for at in range(COUNTIES)
    )
    rows = Organisation.objects.bulk_create(
        Organisation(
            kind="school", name=f"学校{at}", parent=(county := counties[at % COUNTIES]), path=f"{county.path}{at:04}"
        )
        for at in range(schools)
    )
    SchoolProfile.objects.bulk_create(
        SchoolProfile(organisation=row, education_type=random.choice(("211", "218", "311", "312", "342")))
        for row in rows
    )
    common = {"grain": Grain.MONTH, "day": month}
    figures = [Figure(measure="schools", place=row.pk, path=row.path, numerator=row.kind == "school", **common)
               for row in (city, *counties, *rows)]  # fmt: skip
    by_name = registry.by_name(Measure)
    for name in MEASURES:
        for row in rows:
            places = {"measure": name, "place": row.pk, "path": row.path, **common}
            figures.append(Figure(numerator=random.randrange(0, 900), denominator=random.randrange(0, 900), **places))
            for by in by_name[name].by:
                figures += [
                    Figure(by=by.name, value=value, numerator=random.randrange(0, 90), **places) for value in by.values
                ]
    Figure.objects.bulk_create(figures, batch_size=5000)
    now = timezone.now()
    Counted.objects.bulk_create(Counted(measure=name, as_of=now, **common) for name in ("schools", *MEASURES))
    say(f"{len(figures)} figures are kept")


def write_indicators() -> list[int]:
    """Sixty published ones, of every way up the tree."""
    from santong.domains.governance.indicators.models import FIRST_MONTH, Indicator, IndicatorVersion

    random, keys = Random(5), []
    for number in range(60):
        pattern = GATHERED if number % 12 == 11 else RATIOS[number % len(RATIOS)]
        upper, lower = random.sample(NAMES, 2)
        values = {"name": f"指标{number}", "formula": pattern.format(upper, lower), **_ways(pattern, number)}
        row = Indicator(path="", code=f"N-{number}", is_published=True, number=1, **values)
        row.save()
        IndicatorVersion.objects.create(indicator=row, number=1, from_month=FIRST_MONTH, **values)
        keys.append(row.pk)
    return keys


def _ways(pattern: str, number: int) -> dict[str, Any]:
    if pattern == GATHERED:
        return {"level": "county", "roll_up": "anew"}
    if ">=" in pattern:
        return {"roll_up": "meet", "unit": "truth"}
    if "+" in pattern:
        return {"roll_up": "sum"}
    if "如果" in pattern:
        return {"roll_up": "worst"}
    return {"roll_up": ("ratio", "mean", "anew")[number % 3], "weight": "学生数", "when_zero": "fails"}


def computed(keys: list[int]) -> dict[str, float]:
    """Seconds for the month, twice, and how many results there are."""
    from santong.domains.governance.indicators.computing import compute
    from santong.domains.governance.indicators.models import Result
    from santong.kit.measures.public import Period

    month = Period.this_month().first
    first, again = (timed(lambda: compute(month, keys)) for _ in range(2))
    whole = timed(lambda: compute(month))
    return {"compute_s": first, "again_s": again, "with_shipped_s": whole, "results": Result.objects.count()}


def asked(times: int) -> dict[str, float]:
    """Milliseconds of the city's pages in the process."""
    from santong.domains.governance.indicators.models import Indicator
    from santong.domains.platform.access.testing import signed_in
    from santong.domains.platform.organisations.public import Organisation

    client = signed_in("bureau_officer", Organisation.objects.get(path="0001"))
    client.defaults["SERVER_NAME"] = "127.0.0.1"
    key = Indicator.objects.get(code="N-0").pk
    found = {}
    for name, address in (("board_ms", "/indicators/"), ("page_ms", f"/indicators/{key}/")):
        _opened(client, address)  # the first one loads templates and reads formulas
        spent = [1000 * timed(partial(_opened, client, address)) for _time in range(times)]
        found[name] = round(statistics.quantiles(spent, n=20)[-1], 1)
    return found


def _opened(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")


def compare(number: int) -> dict[str, float]:
    """Random formulas over random rows, computed by Python and by the database."""
    from django.db import connection

    from santong.lib.formulas import Dialect, FormulaError, Kind, of_row, read, to_sql

    random, names = Random(3), dict.fromkeys("abc", Kind.NUMBER)
    rows = [{name: random.choice((None, 0.0, 1.0, 2.5, -7.0, 40.0)) for name in "abc"} for _row in range(12)]
    columns, done, apart = {name: f'"{name}"' for name in "abc"}, 0, 0
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bench_facts (n INTEGER, a DOUBLE PRECISION, b DOUBLE PRECISION, c DOUBLE PRECISION)"
        )
        cursor.executemany(
            "INSERT INTO bench_facts VALUES (%s, %s, %s, %s)", [(at, *row.values()) for at, row in enumerate(rows)]
        )
        while done < number:
            text = formula(random, 4)
            try:
                found = read(text, names)
            except FormulaError:
                continue
            sql = to_sql(found, columns, Dialect(connection.vendor))
            cursor.execute(f"SELECT {sql.text} FROM bench_facts ORDER BY n", list(sql.parameters))
            answers = [row[0] for row in cursor.fetchall()]
            apart += any(map(_differ, answers, (of_row(found, row) for row in rows)))
            done += 1
        cursor.execute("DROP TABLE bench_facts")
    return {"formulas": done, "apart": apart}


def _differ(left: Any, right: Any) -> bool:
    if left is None or right is None:
        return left is not right
    return abs(float(left) - float(right)) > TOLERANCE * max(1.0, abs(float(right)))


def formula(random: Random, depth: int) -> str:
    """A formula that gives a number, at most so deep."""
    if depth == 0 or random.random() < 0.2:
        return random.choice(("a", "b", "c", "0", "2", "0.5", "100"))
    inner: Iterator[str] = (formula(random, depth - 1) for _argument in range(3))
    one, two, three = inner
    sign = random.choice(("<", "<=", ">", ">=", "=", "≠"))
    return random.choice(
        (f"({one} + {two})", f"({one} - {two})", f"({one} * {two})", f"({one} / {two})", f"-({one})",
         f"如果({one} {sign} {two}, {three}, {one})", f"缺省({one}, {two})", f"较大({one}, {two})",
         f"较小({one}, {two})", f"四舍五入({one}, 2)", f"如果(为空({one}) 或 {two} {sign} 1, {three}, {two})")
    )  # fmt: skip


def timed(work: Callable[[], Any]) -> float:
    """Seconds on the clock."""
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 3)


def close() -> None:
    """Leave the database before it is removed."""
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    main("indicators", measure, LIMITS)
