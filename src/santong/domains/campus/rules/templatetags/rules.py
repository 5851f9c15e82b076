"""The facets above the library of rules."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from santong.domains.campus.rules.filters import LEVELS, MOST_SEARCHED
from santong.domains.campus.rules.indexing import found_by
from santong.domains.campus.rules.models import Regulation

register = template.Library()


@register.inclusion_tag("rules/facets.html", takes_context=True)
def rule_facets(context: dict[str, Any]) -> dict[str, Any]:
    """How many of the published rules that the reader finds are of each kind and of each level."""
    request = context["request"]
    text = request.GET.get("q", "")[:MOST_SEARCHED]
    facets = found_by(request.viewer, text).facets
    words = {"kind": dict(Regulation.Kind.choices), "level": dict(LEVELS)}
    groups = [
        (label, [_value(name, value, number, words[name], text) for value, number in facets.get(name, ())])
        for name, label in (("kind", _("Kind of rule")), ("level", _("Level of the issuer")))
    ]
    return {"groups": [(label, values) for label, values in groups if len(values) > 1]}


def _value(name: str, value: str, number: int, words: dict[str, Any], text: str) -> tuple[str, str, int]:
    query = {"q": text, name: value} if text else {name: value}
    return f"{reverse('rules:rules')}?{urlencode(query)}", str(words.get(value, value)), number
