"""The facts of a resource as a version keeps them: by field, keys instead of rows, days as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from santong.domains.learning.resources.models import Node, Point, Resource, Textbook
from santong.domains.platform.organisations.public import Organisation

PLAIN = (
    "title", "summary", "kind", "stage", "subject", "grade", "keywords", "language", "licence", "source",
    "for_pupils", "audience",
)  # fmt: skip
KEYS = ("textbook", "node", "audience_place")
Facts = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """A fact that two versions say differently, in words."""

    label: str
    before: str
    after: str


def facts_of(cleaned: Mapping[str, Any]) -> Facts:
    """The facts in the answers of a form."""
    found: Facts = {name: cleaned[name] for name in PLAIN if name in cleaned}
    found |= {name: cleaned[name].pk if cleaned[name] else None for name in KEYS if name in cleaned}
    if "points" in cleaned:
        found["points"] = sorted(point.pk for point in cleaned["points"])
    if "expires_on" in cleaned:
        found["expires_on"] = cleaned["expires_on"].isoformat() if cleaned["expires_on"] else None
    return found


def apply_facts(resource: Resource, facts: Facts) -> None:
    """Let a resource say what a version says; the caller saves it, and sets the points."""
    for name in PLAIN:
        if name in facts:
            setattr(resource, name, facts[name])
    for name in KEYS:
        if name in facts:
            setattr(resource, f"{name}_id", facts[name])
    if "expires_on" in facts:
        text = facts["expires_on"]
        resource.expires_on = date.fromisoformat(text) if text else None


def differences(before: Facts, after: Facts) -> list[Difference]:
    """What changed between two versions, field by field."""
    names = [*PLAIN, *KEYS, "points", "expires_on"]
    return [
        Difference(_label(name), _words(name, before.get(name)), _words(name, after.get(name)))
        for name in names
        if before.get(name) != after.get(name) and not (_is_empty(before.get(name)) and _is_empty(after.get(name)))
    ]


def _label(name: str) -> str:
    if name == "audience_place":
        return _("Place")
    return capfirst(str(Resource._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def _is_empty(value: Any) -> bool:
    return value in (None, "", [])


def _words(name: str, value: Any) -> str:
    if _is_empty(value):
        return "—"
    if name == "points":
        return "、".join(Point.objects.open_to_everyone().filter(pk__in=value).values_list("name", flat=True))
    models = {"textbook": Textbook, "node": Node, "audience_place": Organisation}
    if name in models:
        row = models[name].objects.open_to_everyone().filter(pk=value).first()  # type: ignore[attr-defined]
        return str(row) if row else "—"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "language":
        return language_name(value)
    choices = dict(_choices(name))
    return str(choices.get(value, value))


def language_name(code: str) -> str:
    """A language in words; its tag (RFC 5646) when Django knows no name for it."""
    try:
        return str(get_language_info(code.lower())["name_translated"])
    except KeyError:
        return code


def _choices(name: str) -> Iterator[tuple[Any, Any]]:
    yield from getattr(Resource._meta.get_field(name), "flatchoices", ())


def about(resource: Resource) -> dict[str, str]:
    """What events tell of a resource besides its key and title."""
    return {"subject": resource.subject, "kind": resource.kind}
