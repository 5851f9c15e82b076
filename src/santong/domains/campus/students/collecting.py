"""Pupils who collect credits: those of senior and vocational grades, never of the compulsory stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from django.db.models import QuerySet

from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.platform.credits.public import Entrant, HolderKind, Holders
from santong.domains.platform.organisations.public import Stage
from santong.kit.access import Viewer, below_any

FIRST_MONTH = 9
STAGES = {HolderKind.SENIOR: Stage.SENIOR, HolderKind.VOCATIONAL: Stage.VOCATIONAL}


def _pupils(stage: Stage, paths: Sequence[str]) -> Iterator[Entrant]:
    rows = Pupil.objects.numbers_only().filter(
        below_any("path", paths), status__in=Pupil.PRESENT, school_class__parent__grade__stage=stage
    )
    years = rows.order_by("path", "pk").values_list(
        "person_id", "path", "school_class_id", "school_class__parent__grade__entry_year"
    )
    for person, path, place, year in years:
        yield Entrant(person, path, place, date(year, FIRST_MONTH, 1))


def _children(viewer: Viewer) -> QuerySet:
    links = Guardianship.objects.of_acting(viewer).filter(guardian_id=viewer.person_id, ended_on=None)
    found: QuerySet = links.values("child_id")
    return found


COLLECTING = tuple(Holders(kind.value, partial(_pupils, stage), _children) for kind, stage in STAGES.items())
