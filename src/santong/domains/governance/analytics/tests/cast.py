"""The cast: a county and a school of a city, people in them, and a stream of statements about them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from santong.domains.governance.analytics.folder import read_files
from santong.domains.governance.analytics.models import LakeFile
from santong.domains.platform.access.public import appoint
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.records.public import ACTIVITY_TYPES, VERBS, account_name
from santong.domains.platform.records.public import store_own as store_as
from santong.kit.access import SYSTEM

SUBJECTS = ("语文", "数学", "英语")
KINDS = ("video", "document", "exercise")


def organisation(name: str, kind: str, path: str) -> Organisation:
    made = Organisation(kind=kind, name=name, path=path)
    made.save()
    return made


def somebody(username: str, role: str, where: Organisation) -> Person:
    person = Person.objects.create_person(username=username, name=f"Person {username}", path=where.path)
    appoint(acting=SYSTEM, person=person, role=role, organisation=where)
    return person


def statement(person: Person, at: datetime, dice: random.Random, **changes: Any) -> dict[str, Any]:
    """Somebody used a resource or did an exercise."""
    subject = dice.choice(SUBJECTS)
    number = dice.randrange(6)
    extensions = {"subject": subject, "kind": dice.choice(KINDS)}
    made: dict[str, Any] = {
        "actor": {"account": {"homePage": settings.PUBLIC_URL, "name": account_name(person.pk)}},
        "verb": VERBS["viewed"].as_json,
        "object": {
            "id": f"{settings.PUBLIC_URL}/resources/{SUBJECTS.index(subject)}{number}",
            "definition": {"type": ACTIVITY_TYPES["resource"]},
        },
        "context": {"extensions": {f"{settings.PUBLIC_URL}/xapi/extensions/{k}": v for k, v in extensions.items()}},
        "timestamp": at.isoformat(),
    }
    if dice.random() < 0.5:
        made["verb"] = VERBS["scored"].as_json
        made["result"] = {"score": {"scaled": dice.randrange(101) / 100}, "duration": "PT1M30S"}
    return {**made, **changes}


def stream(people: Iterable[Person], first: datetime, days: int, count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Statements of some people over some days, in no order."""
    dice, chosen = random.Random(seed), list(people)
    return [statement(dice.choice(chosen), first + timedelta(days=dice.random() * days), dice) for _ in range(count)]


def in_lake() -> list[dict[str, Any]]:
    """All facts of the lake, by `seq`."""
    files = list(LakeFile.objects.all())
    return sorted(read_files(files).to_pylist(), key=lambda fact: fact["seq"]) if files else []


def on_disk() -> list[Path]:
    """All complete files, whether they belong to the lake or not."""
    return sorted(Path(settings.LAKE_FOLDER).glob("month=*/county=*/*.parquet"))


__all__ = ["in_lake", "on_disk", "organisation", "somebody", "statement", "store_as", "stream"]
