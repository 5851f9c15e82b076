"""How the leak guard plants surveys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from santong.domains.platform.surveys.content import Content, Field, Section, to_json
from santong.kit.testing.planting import NOBODY_ELSE, Planting, World, holders


def _survey(world: World, number: int) -> Mapping[str, Any]:
    """One that takes answers."""
    today = timezone.localdate()
    return {
        "state": "open", "opens_on": today, "closes_on": today, "is_anonymous": False, "several": False, "minutes": 3,
        "frequency": "once", "is_template": False,
    }  # fmt: skip


def _version(world: World, number: int) -> Mapping[str, Any]:
    content = Content((Section("", "", (Field("f1", "text", "Why?"),)),), 2)
    return {"content": to_json(content), "state": "in_force", "number": 1}


def _sent(world: World, number: int) -> Mapping[str, Any]:
    return {"state": "sent", "sent_on": timezone.localdate(), "values": {"f1": "Because"}, "child": None}


PLANTING = Planting(
    how={
        "surveys.Answer": _sent,
        "surveys.Asked": lambda world, number: {"child": None, "category": "staff", "answered": False},
        "surveys.AudiencePart": lambda world, number: {"person": None, "role": "parent"},
        "surveys.Survey": _survey,
        "surveys.Version": _version,
    },
    unmarked={
        "surveys.Answer": "shown by the name of the person",
        "surveys.AnswerFile": "shown by the name of the file",
        "surveys.Asked": "shown by the title of the survey and the name of the person",
        "surveys.AudiencePart": "shown by the name of the place",
        "surveys.Version": "shown with its survey",
    },
    seen_by={
        "surveys.Answer": lambda: holders("surveys.results"),
        "surveys.AnswerFile": lambda: holders("surveys.results"),
        "surveys.Asked": lambda: NOBODY_ELSE,
        "surveys.AudiencePart": lambda: holders("surveys.view"),
        "surveys.Survey": lambda: holders("surveys.view"),
        "surveys.Version": lambda: holders("surveys.view"),
    },
    # Whoever answers is told on the form who reads it: those who ask, at just that place.
    published=frozenset({"surveys.Survey", "surveys.Answer"}),
    words={"kind": ("text",), "name": ("f1",)},
)
