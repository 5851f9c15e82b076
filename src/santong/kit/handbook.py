"""Sections of the handbook, which modules bring: what a role does on which pages, in Markdown beside the module.

The text of the section "pupils" stands in `handbook/pupils.zh-hans.md` and `handbook/pupils.en.md` of the module's
folder. What is set **so** in it is a button or a heading of the page, and stands in the catalogues word for word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.shortcuts import resolve_url

from santong.kit.access import Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.menu import MenuItem
from santong.kit.registry import Label, Named, registry

LANGUAGES = ("zh-hans", "en")
"""In which languages every text is there; readers of a further one get the first."""


@dataclass(frozen=True, eq=False)
class HandbookSection(Named):
    """A short text about some pages of the navigation, by the names of their addresses.

    It is for whoever reaches one of `pages`, for the holders of `roles`, and for everybody if it names neither.
    """

    name: str
    title: Label
    pages: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    order: int = 100

    def faults(self) -> Iterator[str]:
        """A text that is missing in one of the languages, pages or roles that nobody declares."""
        known = {item.url_name for item in registry.of(MenuItem)}
        for language in LANGUAGES:
            if language not in texts().get(self.name, {}):
                yield f"handbook section {self.name!r} has no text handbook/{self.name}.{language}.md"
        for page in set(self.pages) - known:
            yield f"handbook section {self.name!r} names the unknown page {page!r}"
        for role in set(self.roles) - set(roles_by_name()):
            yield f"handbook section {self.name!r} names the unknown role {role!r}"

    def shown_to(self, viewer: Viewer, reached: Sequence[MenuItem]) -> bool:
        """Whether it is about something that the viewer, who reaches these pages, has to do with."""
        if not self.pages and not self.roles:
            return True
        held = {grant.role for grant in viewer.grants}
        return bool(held & set(self.roles)) or any(item.url_name in self.pages for item in reached)

    @property
    def url(self) -> str:
        """Where it is read."""
        return f"{handbook_url()}{self.name}/"

    def text(self, language: str) -> str:
        """Its Markdown in a language; in Chinese where a region added a language without texts."""
        found = texts()[self.name]
        return found.get(language) or found[LANGUAGES[0]]


def handbook_url() -> str:
    """The page of contents."""
    return resolve_url(settings.SANTONG_HANDBOOK_URL)


def section_about(reached: Sequence[MenuItem], here: str) -> HandbookSection | None:
    """The section about the page of the navigation at an address, among those that somebody reaches."""
    names = {item.url_name for item in reached if item.url == here}
    return next((each for each in registry.of(HandbookSection) if names & set(each.pages)), None)


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """The texts of all modules by section and language, read once."""
    found: dict[str, dict[str, str]] = {}
    for folder in _folders():
        for path in sorted(folder.glob("*.md")):
            name, _dot, language = path.stem.partition(".")
            found.setdefault(name, {})[language] = path.read_text(encoding="utf-8")
    return found


def _folders() -> Iterator[Path]:
    for module in settings.SANTONG_MODULES:
        spec = find_spec(module)
        yield from (Path(place) / "handbook" for place in (spec and spec.submodule_search_locations) or ())
