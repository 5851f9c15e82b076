"""How forms are rendered everywhere."""

from __future__ import annotations

from typing import Any

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest

EMPTY = "—"
"""The line of a drop-down that chooses nothing."""
DASHES = BLANK_CHOICE_DASH[0][1]


class FormRenderer(DjangoTemplates):
    """Django's own, with one form for the empty line that Django draws as a row of hyphens."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        for _group, options, _index in context.get("widget", {}).get("optgroups", ()):
            for option in options:
                if option["label"] == DASHES:
                    option["label"] = EMPTY
        return super().render(template_name, context, request)
