"""The form that people fill in, made of a survey's questions; and what they answered, read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from santong.domains.platform.access.public import colleagues_at
from santong.domains.platform.files.public import FilesField
from santong.domains.platform.identity.public import Person, PersonField
from santong.domains.platform.organisations.public import Organisation, OrganisationField, schools_of
from santong.domains.platform.surveys.conditions import shown
from santong.domains.platform.surveys.content import Content, Field, FieldKind, Section
from santong.kit.access import Viewer, below_any
from santong.kit.facts import PersonFact
from santong.kit.forms import EMPTY, DateInput, TimeInput
from santong.kit.registry import registry

MOST_TEXT, MOST_LONG_TEXT, MOST_CELL = 200, 2000, 100
LARGEST = 1e12
SCALE = 5


@dataclass(frozen=True)
class Block:
    """A question on the page: its controls, what is known already, the condition as the page computes it."""

    field: Field
    controls: Sequence[Any]
    fact: str = ""
    source: str = ""
    show: str = ""
    rows: Sequence[Sequence[Any]] = ()


class AnswerForm(forms.Form):
    """The questions of a survey. `about` is whom the answers concern: the viewer, or the child they answer for.

    Of a draft nothing is required. What is hidden by its condition is neither asked for nor kept.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        content: Content,
        viewer: Viewer,
        about: int | None,
        values: Mapping[str, Any] | None = None,
        files: Mapping[str, Sequence[int]] | None = None,
        is_draft: bool = False,
    ) -> None:
        super().__init__(data, initial=_initial(content, values or {}, files or {}))
        self.content, self.viewer, self.about, self.is_draft = content, viewer, about, is_draft
        self.facts = _facts_for(content, about)
        for field in content.fields:
            for name, made in _controls(field, viewer).items():
                made.required = made.required and not is_draft
                self.fields[name] = made
        self.kept: dict[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        read = {field.name: self._read(field, data) for field in self.content.fields}
        visible = shown(self.content, read)
        for field in self.content.fields:
            if field.name not in visible:
                self._forget(field)
            elif field.kind == FieldKind.TABLE and field.required and not self.is_draft and not read[field.name]:
                self.add_error(_cell(field, 0, 0), _("Fill in at least one row."))
        kept = {name: value for name, value in read.items() if name in visible and value not in (None, "", [], {})}
        self.kept = {name: value for name, value in kept.items() if self.content.find(name).kind != FieldKind.FILE}  # type: ignore[union-attr]
        return data

    def _forget(self, field: Field) -> None:
        """What isn't shown can't be wrong."""
        for name in _controls(field, self.viewer):
            self.errors.pop(name, None)
            self.cleaned_data.pop(name, None)

    def _read(self, field: Field, data: Mapping[str, Any]) -> Any:
        """The answer to a question as it is kept."""
        if field.kind == FieldKind.FACT:
            return self._read_fact(field, data)
        if field.kind == FieldKind.TABLE:
            rows = [[str(data.get(name) or "") for name in row] for row in _cells(field)]
            return [row for row in rows if any(row)]
        return _kept(field, data.get(field.name))

    def _read_fact(self, field: Field, data: Mapping[str, Any]) -> dict[str, Any]:
        value, words = self.facts.get(field.fact, ""), str(data.get(f"{field.name}_words") or "")
        is_wrong = bool(data.get(f"{field.name}_wrong")) or (not value and bool(words))
        if is_wrong and not words and not self.is_draft:
            self.add_error(f"{field.name}_words", _("Say what is right."))
        return {"value": value, "right": not is_wrong, "words": words if is_wrong else ""}

    def chosen_files(self) -> dict[str, list[Any]]:
        """The files that were chosen, by question."""
        fields = [field.name for field in self.content.fields if field.kind == FieldKind.FILE]
        return {name: self.cleaned_data.get(name) or [] for name in fields}

    def sections(self) -> list[tuple[Section, list[Block]]]:
        """Sections with their questions, for the page."""
        return [(section, [self._block(field) for field in section.fields]) for section in self.content.sections]

    def _block(self, field: Field) -> Block:
        names = list(_controls(field, self.viewer))
        show = _as_page_reads(field, self.content) if field.show else ""
        if field.kind == FieldKind.FACT:
            fact = registry.by_name(PersonFact).get(field.fact)
            controls = [self[name] for name in names]
            return Block(field, controls, self.facts.get(field.fact, ""), str(fact.source) if fact else "", show)
        if field.kind == FieldKind.TABLE:
            return Block(field, [], rows=[[self[name] for name in row] for row in _cells(field)], show=show)
        return Block(field, [self[name] for name in names], show=show)


def _as_page_reads(field: Field, content: Content) -> str:
    """The condition of a field for the script that shows and hides, as JSON."""
    assert field.show is not None
    kinds = {each.name: each.kind for each in content.fields}
    tests = [[test.field, test.verb, test.value, kinds.get(test.field, "")] for test in field.show.tests]
    return json.dumps({"match": field.show.match, "tests": tests})


def _facts_for(content: Content, about: int | None) -> dict[str, str]:
    names = {field.fact for field in content.fields if field.fact}
    declared = registry.by_name(PersonFact)
    return {name: declared[name].of(about) for name in names if name in declared and about is not None}


def _controls(field: Field, viewer: Viewer) -> dict[str, forms.Field]:
    if field.kind == FieldKind.FACT:
        return {
            f"{field.name}_wrong": forms.BooleanField(label=_("This is wrong"), required=False),
            f"{field.name}_words": forms.CharField(label=_("What is right"), max_length=MOST_TEXT, required=False),
        }
    if field.kind == FieldKind.TABLE:
        return {
            name: forms.CharField(label=f"{words} {at + 1}", max_length=MOST_CELL, required=False)
            for at, row in enumerate(_cells(field))
            for name, (_key, words) in zip(row, field.options, strict=True)
        }
    common: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": field.required}
    return {field.name: MAKERS[FieldKind(field.kind)](field, viewer, common)}


def _cells(field: Field) -> list[list[str]]:
    rows = int(field.most or 1)
    return [[_cell(field, row, column) for column in range(len(field.options))] for row in range(rows)]


def _cell(field: Field, row: int, column: int) -> str:
    return f"{field.name}_{row}_{column}"


def _number(field: Field, viewer: Viewer, common: dict[str, Any]) -> forms.Field:
    least = -LARGEST if field.least is None else field.least
    most = LARGEST if field.most is None else field.most
    attrs = {"inputmode": "decimal", "step": "any"}
    return forms.FloatField(min_value=least, max_value=most, widget=forms.NumberInput(attrs=attrs), **common)


def _choice(field: Field, viewer: Viewer, common: dict[str, Any]) -> forms.Field:
    if len(field.options) > 10:
        return forms.ChoiceField(choices=[("", EMPTY), *field.options], **common)
    return forms.ChoiceField(choices=field.options, widget=forms.RadioSelect, **common)


def _choices(field: Field, viewer: Viewer, common: dict[str, Any]) -> forms.Field:
    return forms.MultipleChoiceField(choices=field.options, widget=forms.CheckboxSelectMultiple, **common)


def _scale(field: Field, viewer: Viewer, common: dict[str, Any]) -> forms.Field:
    ends = {1: field.low, SCALE: field.high}
    steps = [(str(n), f"{n} {ends.get(n, '')}".strip()) for n in range(1, SCALE + 1)]
    return forms.ChoiceField(choices=steps, widget=forms.RadioSelect, **common)


def _yes_no(field: Field, viewer: Viewer, common: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, **common)


def _person(field: Field, viewer: Viewer, common: dict[str, Any]) -> forms.Field:
    if viewer.category != "staff":
        # Suggestions carry usernames of staff, which families and pupils have no business with.
        return forms.CharField(max_length=60, **common)
    made = PersonField(**{**common, "help_text": field.help or _("Name, pinyin, initials or username.")})
    made.near = colleagues_at([grant.path for grant in viewer.grants])
    made.suggest_at("surveys:people")
    return made


def _place(field: Field, viewer: Viewer, common: dict[str, Any]) -> forms.Field:
    made = OrganisationField(
        suggestions="surveys:places", **{**common, "help_text": field.help or _("Name, pinyin, initials or code.")}
    )
    made.rows = lambda: places_near(viewer)
    return made


def places_near(viewer: Viewer) -> Any:
    """The places that somebody may name: their schools with all that is in them, and for officers all below them."""
    paths = [grant.path for grant in viewer.grants]
    schools = schools_of(paths)
    homes = [schools[path].path if path in schools else path for path in paths]
    return Organisation.objects.open_to_everyone().filter(below_any("path", homes)).open_on(timezone.localdate())


def _file(field: Field, viewer: Viewer, common: dict[str, Any]) -> forms.Field:
    made = FilesField(most=int(field.most or 1), **common)
    made.viewer = viewer
    return made


Maker = Callable[[Field, Viewer, dict[str, Any]], forms.Field]
MAKERS: Mapping[FieldKind, Maker] = {
    FieldKind.TEXT: lambda field, viewer, common: forms.CharField(max_length=MOST_TEXT, **common),
    FieldKind.LONG_TEXT: lambda field, viewer, common: forms.CharField(
        max_length=MOST_LONG_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **common
    ),
    FieldKind.NUMBER: _number,
    FieldKind.DATE: lambda field, viewer, common: forms.DateField(widget=DateInput(), **common),
    FieldKind.TIME: lambda field, viewer, common: forms.TimeField(widget=TimeInput(), **common),
    FieldKind.CHOICE: _choice,
    FieldKind.CHOICES: _choices,
    FieldKind.SCALE: _scale,
    FieldKind.YES_NO: _yes_no,
    FieldKind.PERSON: _person,
    FieldKind.PLACE: _place,
    FieldKind.FILE: _file,
}


def _kept(field: Field, value: Any) -> Any:
    if value in (None, "", []):
        return None
    if field.kind in (FieldKind.PERSON, FieldKind.PLACE):
        return _kept_named(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if field.kind == FieldKind.SCALE:
        return int(value)
    if field.kind == FieldKind.YES_NO:
        return value == "yes"
    return value


def _kept_named(value: Any) -> dict[str, str]:
    """A person or place in words: no key that would have to follow when two are made one."""
    if isinstance(value, Person):
        return {"name": value.name, "about": value.username}
    if isinstance(value, Organisation):
        return {"name": value.name, "about": value.parent.name if value.parent else ""}
    return {"name": str(value), "about": ""}


def _initial(content: Content, values: Mapping[str, Any], files: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    found: dict[str, Any] = dict(files)
    for field in content.fields:
        value = values.get(field.name)
        if value is not None:
            found |= _initial_of(field, value)
    return found


def _initial_of(field: Field, value: Any) -> dict[str, Any]:
    if field.kind == FieldKind.FACT:
        return {f"{field.name}_wrong": not value["right"], f"{field.name}_words": value["words"]}
    if field.kind == FieldKind.TABLE:
        cells = ((at, column, text) for at, row in enumerate(value) for column, text in enumerate(row))
        return {_cell(field, at, column): text for at, column, text in cells}
    if field.kind == FieldKind.YES_NO:
        return {field.name: "yes" if value else "no"}
    if field.kind == FieldKind.PERSON:
        return {field.name: value["about"] or value["name"]}
    if field.kind == FieldKind.PLACE:
        return {field.name: f"{value['name']} · {value['about']}" if value["about"] else value["name"]}
    return {field.name: value}


def in_words(field: Field, value: Any) -> str:
    """An answer as people read it, "" for none."""
    if value in (None, "", [], {}):
        return ""
    if field.kind == FieldKind.CHOICE:
        return field.option(str(value))
    if field.kind == FieldKind.CHOICES:
        return "、".join(field.option(str(key)) for key in value)
    if field.kind == FieldKind.YES_NO:
        return _("Yes") if value else _("No")
    if field.kind == FieldKind.DATE:
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if field.kind == FieldKind.NUMBER:
        return f"{number_format(value, use_l10n=True) if value % 1 else f'{value:.0f}'} {field.unit}".strip()
    if field.kind == FieldKind.TABLE:
        return "\n".join(" · ".join(cell for cell in row if cell) for row in value)
    return _named_in_words(field, value)


def _named_in_words(field: Field, value: Any) -> str:
    if field.kind == FieldKind.FACT:
        if value["right"]:
            return str(value["value"])
        said = {"words": value["words"], "value": value["value"] or "—"}
        return _("%(words)s (the records say: %(value)s)") % said
    if field.kind in (FieldKind.PERSON, FieldKind.PLACE):
        return f"{value['name']} · {value['about']}" if value["about"] else str(value["name"])
    return str(value)
