"""What a browser would send of a form as it was rendered, field by field."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from django.forms import BaseForm, BaseFormSet
from django.http import QueryDict

AnyForm = BaseForm | BaseFormSet
Controls = Mapping[str, list[str]]
"""Values by name, also of those that send nothing now: an unticked box, an empty list."""
TICKED = ("checkbox", "radio")
SENDS_NOTHING = ("file", "submit", "button", "image", "reset")
DIGITS = 16


class _Reader(HTMLParser):
    """Collects the names and values of the controls of some HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[str]] = {}
        self._select: tuple[str, bool] | None = None
        self._options: list[tuple[str, bool]] = []
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "select" and name:
            self._select, self._options = (name, "multiple" in given), []
        elif tag == "option" and self._select:
            self._options.append((given.get("value") or "", "selected" in given))
        elif tag == "textarea" and name:
            self._area, self.found[name] = name, [""]

    def _input(self, name: str, given: Mapping[str, str | None]) -> None:
        kind = given.get("type") or "text"
        if kind in SENDS_NOTHING:
            return
        values = self.found.setdefault(name, [])
        if kind not in TICKED or "checked" in given:
            values.append(given.get("value") or ("on" if kind in TICKED else ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        elif tag == "select" and self._select:
            name, is_multiple = self._select
            chosen = [value for value, is_chosen in self._options if is_chosen]
            if not chosen and not is_multiple:
                chosen = [value for value, _ in self._options[:1]]
            self.found.setdefault(name, []).extend(chosen)
            self._select = None


def controls_of(html: str) -> Controls:
    """The controls of some HTML with what they would send."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def controls_by_field(form: AnyForm) -> dict[str, Controls]:
    """The controls of each field by its name in the form; those of a form set count as one, for its rows may shift."""
    if isinstance(form, BaseFormSet):
        rows = [form.management_form, *form.forms]
        return {str(form.prefix): {name: values for row in rows for name, values in _flat(row)}}
    return {field.html_name: found for field in form if (found := controls_of(str(field)))}


def _flat(form: BaseForm) -> Iterator[tuple[str, list[str]]]:
    for field in form:
        yield from controls_of(str(field)).items()


def digest(controls: Controls) -> str:
    """A few characters that differ where values differ; how lines end and surrounding blanks don't count."""
    parts = [f"{name}={value}" for name in sorted(controls) for value in sorted(map(_plain, controls[name]))]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def _plain(value: str) -> str:
    return value.replace("\r\n", "\n").strip()


def posted(data: QueryDict, controls: Controls) -> Controls:
    """What was sent for the same controls."""
    return {name: data.getlist(name) for name in controls}
