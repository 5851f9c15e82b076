"""What is recorded about oneself, whichever provider has stored it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from santong.domains.platform.records.models import Learner
from santong.domains.platform.records.queries.postings import Filter
from santong.domains.platform.records.queries.statements import Page, Question, Row, page_of
from santong.domains.platform.records.xapi.formats import in_one_language
from santong.domains.platform.records.xapi.terms import agent_list
from santong.domains.platform.records.xapi.values import read_timestamp
from santong.kit.access import Viewer

PAGE = 25
MAX_DOWNLOAD = 20_000


@dataclass(frozen=True)
class Entry:
    """A statement in words."""

    at: datetime
    verb: str
    thing: str
    score: str

    @classmethod
    def of(cls, row: Row) -> Entry:
        statement = json.loads(row.body)
        languages = [get_language() or "zh-hans", "zh-CN", "en"]
        scaled = statement.get("result", {}).get("score", {}).get("scaled")
        return cls(
            at=read_timestamp(statement["timestamp"], "timestamp"),
            verb=_text(statement["verb"], "display", languages),
            thing=_thing(statement["object"], languages),
            score="" if scaled is None else f"{scaled:.0%}",
        )


def _text(value: dict[str, Any], name: str, languages: list[str]) -> str:
    texts = in_one_language(value, languages).get(name) or {}
    return str(next(iter(texts.values()), value.get("id", "").rsplit("/", 1)[-1]))


def _thing(target: dict[str, Any], languages: list[str]) -> str:
    definition = target.get("definition", {})
    return _text({**definition, "id": target.get("id", "")}, "name", languages)


def _question(viewer: Viewer, limit: int) -> Question | None:
    if viewer.person_id is None:
        return None
    learner = Learner.objects.filter(person_id=viewer.person_id).first()
    if learner is None:
        return None
    number = agent_list({"account": {"homePage": settings.PUBLIC_URL, "name": learner.name}})
    return Question(filters=(Filter((number,)),), limit=limit)


def own_page(viewer: Viewer, after: int | None = None, limit: int = PAGE) -> Page:
    """A page of the statements about the viewer, newest first."""
    question = _question(viewer, limit)
    return Page([], None) if question is None else page_of(question, after)


def own_statements(viewer: Viewer) -> Iterator[str]:
    """The texts of all statements about the viewer, newest first, up to a limit that memory sets."""
    after: int | None = None
    for _ in range(MAX_DOWNLOAD // 500):
        page = own_page(viewer, after, limit=500)
        yield from (row.body for row in page.rows)
        after = page.last
        if after is None:
            return
