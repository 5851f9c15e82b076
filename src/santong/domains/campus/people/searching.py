"""Finding people in lists: by name, pinyin, initials, identity and roll number."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.identity.public import id_number_index
from santong.kit.pages import SearchFilter
from santong.lib.cells import tidy_code

FULL_NUMBER = 18


class PersonSearchFilter(SearchFilter):
    """The search box of lists of people; each word must be found.

    `person` is the path to the person ("person__"); `numbers` gives for a whole number the
    conditions on other sealed columns of the row.
    """

    def __init__(self, person: str = "person__", numbers: Any = None, **kwargs: Any) -> None:
        self.person, self.numbers = person, numbers
        kwargs.setdefault("placeholder", _("Name, pinyin or whole number"))
        super().__init__(f"{person}name", **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        words = (value or "").split()
        if any(word.isascii() for word in words):
            qs = qs.alias(sounds=Replace(F(f"{self.person}pinyin"), Value(" "), Value("")))
        for word in words:
            qs = qs.filter(self._matching(word))
        return qs

    def _matching(self, word: str) -> Q:
        if not word.isascii():
            return Q(**{f"{self.person}name__contains": word})
        found = Q(sounds__startswith=word.lower()) | Q(**{f"{self.person}initials__startswith": word.lower()})
        found |= Q(**{f"{self.person}name__istartswith": word})
        number = tidy_code(word)[0]
        if len(number) >= FULL_NUMBER:
            found |= Q(**{f"{self.person}id_number_index": id_number_index(number)})
            found |= self.numbers(number) if self.numbers else Q()
        return found
