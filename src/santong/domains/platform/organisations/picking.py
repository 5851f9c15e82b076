"""Choosing an organisation in a form by typing its name, and the suggestions for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.models import Organisation
from santong.kit.http import Request
from santong.kit.picking import SUGGESTED, Pick, PickerField, only_one, recent_first, remembered, typed_in
from santong.kit.search import means

ORGANISATIONS = "organisations"
SOUNDED = 1000
"""Organisations whose names are compared by sound: those of a county, or the schools of a city."""


class OrganisationField(PickerField):
    """An organisation by suggestion, by its code, or by its name where only one has it. The form sets `rows`."""

    def __init__(self, *, suggestions: str, **kwargs: Any) -> None:
        self.suggestions = suggestions
        kwargs.setdefault("help_text", _("Name, pinyin, initials or code."))
        super().__init__(**kwargs)
        self.rows: Callable[[], QuerySet[Organisation]] = Organisation.objects.none

    def by_key(self, key: int) -> Organisation | None:
        return self.rows().filter(pk=key).first()

    def by_text(self, text: str) -> Organisation:
        name, _separator, above = text.partition(" · ")
        named = Q(name=name) | Q(short_name=name)
        place: Organisation = only_one(
            self.rows().filter(Q(code=text) | (named & Q(parent__name=above) if above else named)),
            none=_("Nothing here has this name or code. Choose one of the suggestions."),
            several=_("Several have this name. Choose one of the suggestions, or write the code."),
        )
        return place

    def text_of(self, row: Organisation) -> str:
        return f"{row.name} · {row.parent.name}" if row.parent else str(row.name)


def organisation_picks(request: Request, rows: QuerySet[Organisation]) -> list[Pick]:
    """Those among organisations whose name, pinyin, initials, code or place above the typed text may mean.

    Without a text: those chosen lately, and the first others.
    """
    recent = remembered(request, ORGANISATIONS)
    found = recent_first(matching(rows, typed_in(request)).select_related("parent").order_by("path"), recent)
    return list(_picks(found))


def matching(rows: QuerySet[Organisation], typed: str) -> QuerySet[Organisation]:
    """The rows that a text may mean; each of its words is looked for."""
    for word in typed.split():
        named = Q(name__holds=word) | Q(short_name__holds=word) | Q(parent__name__holds=word)
        rows = rows.filter(named | Q(code__startswith=word) | Q(pk__in=sounding(rows, word)))
    return rows


def sounding(rows: QuerySet[Organisation], word: str, limit: int = SUGGESTED) -> list[int]:
    """The keys of organisations whose names sound like letters; of nothing but letters."""
    if not word.isascii() or not word.isalpha() or len(word) < 2:
        return []
    named = rows.order_by("path").values_list("pk", "name", "short_name")[:SOUNDED]
    found = [pk for pk, *names in named if any(means(word, name) for name in names if name)]
    return found[:limit]


def _picks(rows: Iterable[Organisation]) -> Iterable[Pick]:
    for row in rows:
        about = [row.parent.name if row.parent else "", row.code or ""]
        yield Pick(row.pk, row.name, " · ".join(part for part in about if part))
