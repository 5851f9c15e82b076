"""How forms are rendered everywhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.kit.drop_downs import drop_down

EMPTY = "—"
"""The line of a drop-down that chooses nothing."""
DASHES = BLANK_CHOICE_DASH[0][1]
SELECT, OPTION = "django/forms/widgets/select.html", "django/forms/widgets/select_option.html"


class FormRenderer(DjangoTemplates):
    """Django's own, with one form for the empty line that Django draws as a row of hyphens.

    Drop-downs are written without its templates, which are two for every line: the filters of a list cost a
    fifth of the page.
    """

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        widget = context.get("widget", {})
        options = [option for _group, options, _index in widget.get("optgroups", ()) for option in options]
        for option in options:
            if option["label"] == DASHES:
                option["label"] = EMPTY
        if template_name == SELECT and all(option["template_name"] == OPTION for option in options):
            return drop_down(widget)
        return super().render(template_name, context, request)


class DateInput(forms.DateInput):
    """A day, typed as 2026-09-01 or chosen from a calendar in the language of the page.

    A browser's own field would write dates as the browser's language does, which is often not the page's.
    """

    template_name = "kit/widgets/date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {"placeholder": _("year-month-day"), "autocomplete": "off", "maxlength": 11, **(attrs or {})}
        super().__init__(attrs=given, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time of day, as phones and browsers let people choose it."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


def day_field(label: Any) -> forms.DateField:
    """A day, today at first."""
    return forms.DateField(label=label, initial=timezone.localdate, widget=DateInput())
