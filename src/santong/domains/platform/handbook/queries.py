"""Which sections of the handbook are for whom, in which chapters, and which hold some words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Grant, Viewer
from santong.kit.access.roles import Role
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.navigation.areas import areas_of, reached_by
from santong.kit.palette import SearchHit
from santong.kit.registry import Label, registry
from santong.kit.search import means
from santong.lib.scripts import fold_scripts


@dataclass(frozen=True)
class Chapter:
    """An area of the navigation with its sections; the first chapter is about the role itself."""

    label: Label
    sections: list[HandbookSection] = field(default_factory=list)


def as_holder(role: Role) -> Viewer:
    """Somebody who holds just this role, to know what the role reaches."""
    return Viewer(None, (Grant(role.name, ""),), role.category)


def chapters_for(viewer: Viewer) -> list[Chapter]:
    """The sections of a viewer: about their roles first, then by area, then their account and what is for everybody."""
    reached = reached_by(viewer)
    shown = [each for each in registry.of(HandbookSection) if each.shown_to(viewer, reached)]
    chapters = [Chapter(_("Your role"), [each for each in shown if each.roles])]
    for placed in areas_of(viewer, reached):
        chapters.append(Chapter(placed.area.label, _about(shown, placed.items, chapters)))
    taken = [each for chapter in chapters for each in chapter.sections]
    chapters.append(Chapter(_("For everybody"), [each for each in shown if each not in taken]))
    return [chapter for chapter in chapters if chapter.sections]


def _about(shown: list[HandbookSection], items: Iterable[MenuItem], before: list[Chapter]) -> list[HandbookSection]:
    """The sections about some pages, in the order of the pages, without those of chapters before."""
    taken = [each for chapter in before for each in chapter.sections]
    found: list[HandbookSection] = []
    for item in items:
        found += [each for each in shown if item.url_name in each.pages and each not in [*taken, *found]]
    return found


def matching(chapters: Iterable[Chapter], query: str) -> list[Chapter]:
    """The chapters with those sections alone that hold the words of a query, in the title or the text."""
    kept = [Chapter(chapter.label, [s for s in chapter.sections if _holds(s, query)]) for chapter in chapters]
    return [chapter for chapter in kept if chapter.sections]


def find(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Sections of the viewer's for the command palette, those with the query in the title first."""
    sections = [section for chapter in chapters_for(viewer) for section in chapter.sections]
    by_title = [each for each in sections if means(query, str(each.title))]
    by_text = [each for each in sections if each not in by_title and _holds(each, query)]
    for each in [*by_title, *by_text][:limit]:
        yield SearchHit(str(each.title), each.url, _first_words(each), icon="book")


def _holds(section: HandbookSection, query: str) -> bool:
    text = fold_scripts(section.text(get_language() or "").casefold())
    return means(query, str(section.title)) or all(word in text for word in fold_scripts(query.casefold()).split())


def _first_words(section: HandbookSection) -> str:
    return section.text(get_language() or "").partition("\n")[0].replace("*", "")[:60]
