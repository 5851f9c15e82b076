"""What a form consists of: sections with fields, as plain data that versions keep as JSON.

A field keeps its name ("f3") for ever, an option its key ("o2"): what people answered stays readable when words change
or fields move.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_FIELDS = 200
MOST_SECTIONS = 20
MOST_OPTIONS = 60
MOST_ROWS = 20
LONGEST_LABEL = 200


class FieldKind(models.TextChoices):
    """What can be asked for."""

    TEXT = "text", _("Short text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    TIME = "time", pgettext_lazy("time of day", "Time of day")
    CHOICE = "choice", _("One of several")
    CHOICES = "choices", _("Several of several")
    SCALE = "scale", _("Scale from 1 to 5")
    YES_NO = "yes_no", _("Yes or no")
    PERSON = "person", _("Person")
    PLACE = "place", _("Class or school")
    FILE = "file", _("Files or pictures")
    TABLE = "table", _("Table with rows")
    FACT = "fact", _("From the records, to be confirmed")


ICONS = {
    FieldKind.TEXT: "minus", FieldKind.LONG_TEXT: "notes", FieldKind.NUMBER: "sort-ascending",
    FieldKind.DATE: "calendar", FieldKind.TIME: "clock", FieldKind.CHOICE: "circle-check",
    FieldKind.CHOICES: "list-check", FieldKind.SCALE: "star", FieldKind.YES_NO: "check", FieldKind.PERSON: "user",
    FieldKind.PLACE: "school", FieldKind.FILE: "paperclip", FieldKind.TABLE: "table", FieldKind.FACT: "database",
}  # fmt: skip
WITH_OPTIONS = (FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.TABLE)
LEADS_BACK = (FieldKind.FACT, FieldKind.FILE)
"""Kinds whose answers name or lead to whoever gave them: files have an owner."""


class Sensitive(models.TextChoices):
    """What may be asked for only with a stated reason (sensitive personal information)."""

    ID_NUMBER = "id_number", _("Identity number")
    PHONE = "phone", _("Phone number")
    HEALTH = "health", _("Health")
    RELIGION = "religion", _("Religion")
    ADDRESS = "address", _("Home address")
    FAMILY = "family", _("Family circumstances")


SENSITIVE_WORDS: Mapping[str, tuple[str, ...]] = {
    Sensitive.ID_NUMBER: ("身份证", "证件号", "id number", "identity number"),
    Sensitive.PHONE: ("手机", "电话", "联系方式", "phone", "mobile"),
    Sensitive.HEALTH: ("健康", "病史", "疾病", "过敏", "残疾", "视力", "体检", "health", "illness", "allerg"),
    Sensitive.RELIGION: ("宗教", "信仰", "religion"),
    Sensitive.ADDRESS: ("住址", "家庭地址", "居住地", "门牌", "home address"),
    Sensitive.FAMILY: (
        "家庭情况",
        "家庭收入",
        "单亲",
        "留守",
        "父母婚姻",
        "贫困",
        "低保",
        "family income",
        "single parent",
    ),
}
"""Words by which a question for sensitive information is recognised."""


def sensitive_by_words(*texts: str) -> str:
    """The kind of sensitive information that words ask for, "" for none."""
    said = " ".join(texts).lower()
    return next((str(kind) for kind, words in SENSITIVE_WORDS.items() if any(word in said for word in words)), "")


@dataclass(frozen=True)
class Test:
    """What is asked of an earlier field: `verb` is "is", "isnt", "at_least", "at_most", "filled", "empty".

    `value` is the key of an option, "yes", or a number as text.
    """

    __test__ = False

    field: str
    verb: str
    value: str = ""


@dataclass(frozen=True)
class Condition:
    """When a field is shown: when "all" or "any" of its tests hold."""

    match: str
    tests: tuple[Test, ...]


@dataclass(frozen=True)
class Field:
    """A question. `options` are pairs of key and words; of a table they are its columns.

    `least` and `most` bound a number, `most` also counts files and rows. `low` and `high` are the words at the ends of
    a scale. `sensitive` names a kind of sensitive information, `reason` says why it is asked for.
    """

    name: str
    kind: str
    label: str
    help: str = ""
    required: bool = False
    options: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    least: float | None = None
    most: float | None = None
    low: str = ""
    high: str = ""
    fact: str = ""
    sensitive: str = ""
    reason: str = ""
    show: Condition | None = None

    @property
    def icon(self) -> str:
        """The picture of its kind."""
        return ICONS[FieldKind(self.kind)]

    @property
    def kind_in_words(self) -> str:
        """What its kind is called."""
        return str(FieldKind(self.kind).label)

    @property
    def sensitive_in_words(self) -> str:
        """The kind of sensitive information, "" for none."""
        return str(Sensitive(self.sensitive).label) if self.sensitive else ""

    def option(self, key: str) -> str:
        """The words of an option; the key of one that isn't there any more."""
        return dict(self.options).get(key, key)


@dataclass(frozen=True)
class Section:
    """Fields under a heading."""

    title: str = ""
    text: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Content:
    """A whole form. `next` numbers its next field; numbers are never used twice."""

    sections: tuple[Section, ...] = field(default_factory=lambda: (Section(),))
    next: int = 1

    @property
    def fields(self) -> list[Field]:
        """All fields in their order."""
        return [each for section in self.sections for each in section.fields]

    def find(self, name: str) -> Field | None:
        """The field of a name."""
        return next((each for each in self.fields if each.name == name), None)

    def before(self, name: str) -> list[Field]:
        """The fields that stand before one; all for one that isn't there yet."""
        found: list[Field] = []
        for each in self.fields:
            if each.name == name:
                break
            found.append(each)
        return found

    def section_of(self, name: str) -> int:
        """The position of the section that holds a field; the last one for a field that isn't there yet."""
        holding = (at for at, each in enumerate(self.sections) if any(field.name == name for field in each.fields))
        return next(holding, len(self.sections) - 1)


def to_json(content: Content) -> dict[str, Any]:
    """The content as versions keep it."""
    return asdict(content)


def from_json(kept: Mapping[str, Any]) -> Content:
    """The content that a version keeps; {} is an empty form."""
    if not kept:
        return Content()
    return Content(tuple(_section(each) for each in kept["sections"]), kept["next"])


def _section(kept: Mapping[str, Any]) -> Section:
    return Section(kept["title"], kept["text"], tuple(_field(each) for each in kept["fields"]))


def _field(kept: Mapping[str, Any]) -> Field:
    show = kept["show"]
    condition = Condition(show["match"], tuple(Test(**test) for test in show["tests"])) if show else None
    options = tuple((key, words) for key, words in kept["options"])
    return Field(**{**kept, "options": options, "show": condition})


def with_field(content: Content, changed: Field, section: int | None = None) -> Content:
    """The content with a field changed, or added at the end of a section."""
    if content.find(changed.name) is None:
        at = content.section_of("") if section is None else section
        return _with_section(content, at, (*content.sections[at].fields, changed), following=content.next + 1)
    sections = [
        replace(each, fields=tuple(changed if field.name == changed.name else field for field in each.fields))
        for each in content.sections
    ]
    return replace(content, sections=tuple(sections))


def without_field(content: Content, name: str) -> Content:
    """The content without a field."""
    sections = [replace(each, fields=tuple(f for f in each.fields if f.name != name)) for each in content.sections]
    return replace(content, sections=tuple(sections))


def moved(content: Content, name: str, by: int) -> Content:
    """The content with a field moved by one place; at the end of its section it goes into the next one."""
    at = content.section_of(name)
    fields = list(content.sections[at].fields)
    position = next((index for index, each in enumerate(fields) if each.name == name), None)
    if position is None:
        return content
    to = position + by
    if 0 <= to < len(fields):
        fields[position], fields[to] = fields[to], fields[position]
        return _with_section(content, at, fields)
    if not 0 <= at + by < len(content.sections):
        return content
    taken = fields.pop(position)
    neighbour = content.sections[at + by].fields
    content = _with_section(content, at, fields)
    return _with_section(content, at + by, (*neighbour, taken) if by < 0 else (taken, *neighbour))


def doubled(content: Content, name: str) -> Content:
    """The content with a copy of a field right after it."""
    source = content.find(name)
    if source is None:
        return content
    at = content.section_of(name)
    fields = list(content.sections[at].fields)
    position = next(index for index, each in enumerate(fields) if each.name == name)
    fields.insert(position + 1, replace(source, name=f"f{content.next}"))
    return _with_section(content, at, fields, following=content.next + 1)


def _with_section(content: Content, at: int, fields: Iterable[Field], following: int | None = None) -> Content:
    sections = list(content.sections)
    sections[at] = replace(sections[at], fields=tuple(fields))
    return Content(tuple(sections), content.next if following is None else following)


def options_from(lines: Sequence[str], known: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Options from lines of text. Words that stay keep their key; so do words that were changed in their line."""
    words = [line for line in dict.fromkeys(line.strip() for line in lines) if line]
    by_words = {text: key for key, text in known}
    used = {by_words[text] for text in words if text in by_words}
    highest = max((int(key[1:]) for key, _text in known), default=0)
    return tuple(_options(words, known, by_words, used, highest))


def _options(
    words: Sequence[str], known: Sequence[tuple[str, str]], by_words: Mapping[str, str], used: set[str], highest: int
) -> Iterator[tuple[str, str]]:
    for at, text in enumerate(words):
        key = by_words.get(text, "")
        if not key and len(words) == len(known) and known[at][0] not in used:
            key = known[at][0]
        if not key:
            highest += 1
            key = f"o{highest}"
        used.add(key)
        yield key, text
