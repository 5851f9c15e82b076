"""What a password must not consist of: the account, the person, the role, the school, and common habits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.platform.identity import secrets
from santong.domains.platform.organisations.public import lineage
from santong.kit.access.roles import roles_by_name
from santong.kit.registry import Label

if TYPE_CHECKING:
    from santong.domains.platform.identity.models import Person

LEAST_OWN = 5
"""Letters and digits that have to be left without what anybody would guess."""
SHORTEST_WORD = 3
WINDOW = 6
"""So many digits of a number in a row count as the number."""
RUN = 3
LOOKALIKES = str.maketrans("@$013457", "asoleast")
ROWS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb")
YEAR = re.compile(r"(?:19|20)\d\d")
REPEATED = re.compile(r"(.{1,3})\1{2,}")
COMMON = Path(__file__).with_name("common_passwords.txt")


@dataclass(frozen=True)
class Guess:
    """Words that somebody would try first, and what they are, for the person who chose one."""

    words: frozenset[str]
    label: Label


class GuessableValidator:
    """Refuses a password of which little is left without what is known about its owner or commonly used."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raises `ValidationError`, naming what most of the password is."""
        guesses = [*common(), *(about(user) if user is not None else ())]
        if own_characters(password, [word for guess in guesses for word in guess.words]) >= LEAST_OWN:
            return
        worst = min(reversed(guesses), key=lambda guess: own_characters(password, guess.words))
        raise ValidationError(
            _("This password is easy to guess: most of it is %(what)s. Take several unrelated words, for instance."),
            code="guessable",
            params={"what": worst.label},
        )

    def get_help_text(self) -> str:
        """The rule in one sentence."""
        return _("Not made of your name, username, numbers, role or school, nor of common words and digits.")


def own_characters(password: str, words: Iterable[str]) -> int:
    """Letters and digits that belong to none of the words, nor to rows of keys, repetitions or years."""
    text = password.lower()
    found = set(words)
    return min(_left(text, found), _left(text.translate(LOOKALIKES), found))


def _left(text: str, words: set[str]) -> int:
    covered = [not character.isalnum() for character in text]
    for start, end in _spans(text, words):
        covered[start:end] = [True] * (end - start)
    return covered.count(False)


def _spans(text: str, words: set[str]) -> Iterator[tuple[int, int]]:
    # Signs between the parts of a word change nothing: zhang-yi is zhangyi.
    places = [position for position, character in enumerate(text) if character.isalnum()]
    plain = "".join(text[position] for position in places)
    for word in words:
        at = plain.find(word)
        while at >= 0:
            yield places[at], places[at + len(word) - 1] + 1
            at = plain.find(word, at + 1)
    for pattern in (YEAR, REPEATED):
        yield from (match.span() for match in pattern.finditer(text))


@cache
def common() -> tuple[Guess, ...]:
    """What people choose everywhere, and the roles of this platform."""
    lines = (line.strip() for line in COMMON.read_text(encoding="utf-8").splitlines())
    words = {line for line in lines if line and not line.startswith("#")}
    rows = {part for row in ROWS for way in (row, row[::-1]) for part in _windows(way, RUN)}
    roles = {part for name in roles_by_name() for part in (name, name.replace("_", ""), *name.split("_"))}
    labels = frozenset(part for part in roles if len(part) >= SHORTEST_WORD)
    return (
        Guess(frozenset(words | rows), gettext_lazy("common words, digits or keys side by side")),
        Guess(labels, gettext_lazy("the name of a role")),
    )


def about(person: Person) -> Iterator[Guess]:
    """What is known about a person: names, numbers, and the places that they belong to."""
    yield _guess([person.username, re.sub(r"\d+$", "", person.username)], gettext_lazy("your username"))
    yield _guess(_of_name(person.name, person.pinyin), gettext_lazy("your name"))
    phone = secrets.unseal(secrets.Kind.PHONE, person.sealed_phone)
    yield _guess(_windows(phone, WINDOW), gettext_lazy("your phone number"))
    number = secrets.unseal(secrets.Kind.ID_NUMBER, person.sealed_id_number)
    yield _guess(_windows(number.lower(), WINDOW), gettext_lazy("your identity number"))
    if person.birth_date is not None:
        days = (person.birth_date.strftime(form) for form in ("%Y%m%d", "%y%m%d", "%m%d", "%Y%m"))
        yield _guess(days, gettext_lazy("your birthday"))
    yield _guess(_of_places(person.path), gettext_lazy("the name of your school or bureau"))


def _of_places(path: str) -> Iterator[str]:
    # The dictionary of readings takes a moment and memory that only those who choose a password need.
    from santong.lib.pinyin import pinyin_of_name

    for place in lineage(path):
        yield from _of_name(place.name, pinyin_of_name(place.name))
        yield place.short_name


def _of_name(name: str, pinyin: str) -> Iterator[str]:
    syllables = pinyin.split()
    yield from (name, name[1:], "".join(syllables), "".join(syllables[1:]), *syllables)
    yield "".join(syllable[0] for syllable in syllables)
    # Places are called by parts of their names: Yunling, Diyi Zhongxue.
    for length in range(2, len(syllables)):
        yield from ("".join(syllables[at : at + length]) for at in range(len(syllables) - length + 1))


def _windows(text: str, length: int) -> Iterator[str]:
    return (text[at : at + length] for at in range(len(text) - length + 1))


def _guess(words: Iterable[str], label: Label) -> Guess:
    plain = ("".join(c for c in word.lower() if c.isalnum()) for word in words)
    return Guess(frozenset(word for word in plain if len(word) >= SHORTEST_WORD or _is_han(word)), label)


def _is_han(word: str) -> bool:
    return len(word) == SHORTEST_WORD - 1 and not word.isascii()
