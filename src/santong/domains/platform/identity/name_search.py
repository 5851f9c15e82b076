"""Finding people by their names: parts of the name in either script, pinyin, initials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Q

from santong.lib.chinese import half_width, is_han
from santong.lib.scripts import fold_scripts

if TYPE_CHECKING:
    from santong.domains.platform.identity.models import Person

_PART = re.compile(r"[^\W_]+")
_SIGNS = re.compile(r"[\W_]+")


def name_tokens(person: Person) -> Iterator[str]:
    """What a person is found by: characters and pairs of them, pinyin and initials from their beginning on."""
    text = _compared(person.name)
    han = "".join(filter(is_han, text))
    yield from han
    yield from _pairs(han)
    latin = [part for part in _PART.findall(text) if not any(map(is_han, part))]
    yield from latin
    sounds = ("".join(latin), person.pinyin, person.initials)
    yield from filter(None, (_SIGNS.sub("", text).lower() for text in sounds))


def called(word: str, person: str = "") -> Q:
    """People whose name holds a word, or whose pinyin or initials begin with it; nobody for one of signs alone.

    `person` is the way to the person ("person__").
    """
    text = _compared(word).replace(" ", "")
    han = "".join(filter(is_han, text))
    latin = [f"{part}*" for part in _PART.findall(text) if not any(map(is_han, part))]
    tokens = [*(_pairs(han) or han), *latin]
    return Q(**{f"{person}found_by__tokens": tokens}) if tokens else Q(pk__in=())


def _compared(name: str) -> str:
    return fold_scripts(half_width(name).casefold())


def _pairs(han: str) -> list[str]:
    return [han[at : at + 2] for at in range(len(han) - 1)]
