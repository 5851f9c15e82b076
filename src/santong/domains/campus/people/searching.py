"""Finding people in lists: by name, pinyin, initials, identity and roll number."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.identity.public import called, id_number_index
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
        super().__init__(self._matching, **kwargs)

    def _matching(self, word: str) -> Q:
        found = called(word, self.person)
        number = tidy_code(word)[0]
        if len(number) >= FULL_NUMBER:
            found |= Q(**{f"{self.person}id_number_index": id_number_index(number)})
            found |= self.numbers(number) if self.numbers else Q()
        return found
