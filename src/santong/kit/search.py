"""The command palette: one box that finds pages, things to do, and whatever modules register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.imports.targets import every_target
from santong.kit.menu import MenuItem
from santong.kit.palette import SearchHit, SearchSource, Verb
from santong.kit.registry import Label, registry
from santong.lib.scripts import fold_scripts

PER_SOURCE = 6
AT_FIRST = 8
"""Things to do that are shown before anything is typed."""
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Group:
    """What one source found. A group that is `brief` is shown in two columns."""

    label: Label
    hits: list[SearchHit]
    brief: bool = False


@login_required
@require_safe
def palette(request: Request) -> HttpResponse:
    """The options for the palette, grouped by source."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    groups = search(request.viewer, query) if query else offered(request.viewer)
    return render(request, "kit/search.html", {"groups": groups, "query": query})


def offered(viewer: Viewer) -> list[Group]:
    """Before anything is typed: what there is to do, and where to go."""
    verbs = [verb_hit(verb) for verb in every_verb() if verb.shown_to(viewer)]
    pages = list(find_pages(viewer, "", 0))
    groups = (Group(_("Things to do"), verbs[:AT_FIRST], brief=True), Group(PAGES.label, pages, brief=True))
    return [group for group in groups if group.hits]


def search(viewer: Viewer, query: str) -> list[Group]:
    """What the sources find; for "do this to that" only what it can be done to."""
    done_to = [group for group in deeds(viewer, query) if group.hits]
    if done_to:
        return done_to
    sources = [PAGES, VERBS, *registry.of(SearchSource)]
    found = [Group(source.label, list(source.find(viewer, query, PER_SOURCE))) for source in sources]
    return [group for group in found if group.hits]


def find_pages(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Menu items by name, pinyin or initials; all of them without a query."""
    shown = [item for item in registry.of(MenuItem) if item.shown_to(viewer) and means(query, str(item.label))]
    hits = [SearchHit(title=str(item.label), url=item.url, icon=item.icon) for item in shown]
    return hits[: limit if query else None]


def find_verbs(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Things to do, by what they are called and by other words for them."""
    shown = (verb for verb in every_verb() if verb.shown_to(viewer))
    return [verb_hit(verb) for verb in shown if any(means(query, name) for name in names_of(verb))][:limit]


def deeds(viewer: Viewer, query: str) -> Iterator[Group]:
    """For "do this to that": what each thing to do that the query begins with can be done to."""
    for verb in every_verb():
        if verb.find is None or not verb.shown_to(viewer):
            continue
        rest = next((rest for name in names_of(verb) if (rest := after(name, query))), "")
        if rest:
            yield Group(verb.label, list(verb.find(viewer, rest, PER_SOURCE)))


def every_verb() -> Iterator[Verb]:
    """What modules declare, and an import for every target of one."""
    yield from registry.of(Verb)
    for target in every_target():
        label = format_lazy(_("Import: {what}"), what=target.label)
        yield Verb(label, "file-import", target.permission, "imports:new", url_args=(target.name,))


def verb_hit(verb: Verb) -> SearchHit:
    """The row of a thing to do; without a page of its own it goes on in the box, with what it is done to."""
    if verb.url_name:
        return SearchHit(str(verb.label), reverse(verb.url_name, args=verb.url_args), icon=verb.icon)
    return SearchHit(str(verb.label), "", icon=verb.icon, goes_on=f"{verb.label} ")


def names_of(verb: Verb) -> list[str]:
    """What a thing to do is called."""
    return [str(verb.label), *str(verb.words).split()]


def after(name: str, query: str) -> str:
    """What follows a name at the beginning of a query: "转学 张三" and "转学张三"; "" when it doesn't begin so.

    Letters (a name in English, pinyin or initials) need a blank after them.
    """
    if not name.isascii() and fold_scripts(query).startswith(fold_scripts(name)):
        return query[len(name) :].strip()
    first, _blank, rest = query.partition(" ")
    spoken = {name.casefold(), *readings(name)[:2]}
    if name.isascii() and query.casefold().startswith(f"{name.casefold()} "):
        return query[len(name) :].strip()
    return rest.strip() if rest and first.casefold() in spoken else ""


def means(query: str, name: str) -> bool:
    """Whether a query is part of a name, or of its pinyin or initials from some character on."""
    wanted = fold_scripts(query.casefold().replace(" ", ""))
    if wanted in fold_scripts(name.casefold().replace(" ", "")):
        return True
    return wanted.isascii() and any(reading.startswith(wanted) for reading in readings(name))


@lru_cache(maxsize=1024)
def readings(name: str) -> tuple[str, ...]:
    """The pinyin of a name and its initials, both from each character on; the whole name's come first."""
    if name.isascii():
        return ()
    # Imported when first needed: the dictionary takes 20 MB that a resting process can spare.
    from santong.kit.fulltext.tokens import pinyin_of

    spoken = pinyin_of(name.replace(" ", ""))
    starts = range(len(spoken))
    whole = ["".join(spoken[start:]) for start in starts]
    return tuple(each for start in starts for each in (whole[start], "".join(part[0] for part in spoken[start:])))


PAGES = SearchSource(name="pages", label=_("Pages"), find=find_pages)
VERBS = SearchSource(name="verbs", label=_("Things to do"), find=find_verbs)
