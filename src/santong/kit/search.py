"""The command palette: one box that finds pages, and whatever modules register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.registry import Label, SearchHit, SearchSource, registry
from santong.lib.scripts import fold_scripts

PER_SOURCE = 6
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Group:
    """What one source found."""

    label: Label
    hits: list[SearchHit]


@login_required
@require_safe
def palette(request: Request) -> HttpResponse:
    """The options for the palette, grouped by source."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    return render(request, "kit/search.html", {"groups": search(request.viewer, query), "query": query})


def search(viewer: Viewer, query: str) -> list[Group]:
    """What the sources find; without a query, the pages that the viewer may open."""
    sources = [PAGES, *registry.every("search_sources")] if query else [PAGES]
    found = (Group(source.label, list(source.find(viewer, query, PER_SOURCE))) for source in sources)
    return [group for group in found if group.hits]


def find_pages(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Menu items whose name, its pinyin or initials contain the query."""
    wanted = fold_scripts(query.casefold().replace(" ", ""))
    hits = []
    for item in registry.every("menu"):
        if not item.shown_to(viewer):
            continue
        name = str(item.label)
        if wanted in fold_scripts(name.casefold()) or (wanted.isascii() and sounds_like(name, wanted)):
            hits.append(SearchHit(title=name, url=reverse(item.url_name), icon=item.icon))
    return hits[: limit if query else None]


def sounds_like(name: str, wanted: str) -> bool:
    """Whether the pinyin of a name, or its initials, contain some letters."""
    # Imported when first needed: the dictionary takes 20 MB that a resting process can spare.
    from santong.lib.pinyin import initials_of_name, pinyin_of_name

    return wanted in pinyin_of_name(name).replace(" ", "") or wanted in initials_of_name(name)


PAGES = SearchSource(name="pages", label=_("Pages"), find=find_pages)
