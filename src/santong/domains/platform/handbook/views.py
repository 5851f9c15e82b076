"""The handbook: its contents by role, a section, and the book of a role on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from santong.domains.platform.handbook.pictures import picture_data, picture_url
from santong.domains.platform.handbook.queries import Chapter, as_holder, chapters_for, matching
from santong.domains.platform.handbook.rendering import to_html
from santong.kit.access import Viewer
from santong.kit.access.roles import Role, roles_by_name
from santong.kit.handbook import HandbookSection
from santong.kit.http import Request
from santong.kit.printing.documents import Paper, answer
from santong.kit.registry import registry

LONGEST_QUERY = 60


@dataclass(frozen=True)
class Part:
    """A section as a template shows it; `picture` is an address, "" for none."""

    section: HandbookSection
    html: SafeString
    picture: str


@login_required
@require_safe
def contents(request: Request) -> HttpResponse:
    """The sections of the viewer, or (?role=) of a role; some by `q`."""
    role = roles_by_name().get(request.GET.get("role", ""))
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    chapters = chapters_for(as_holder(role) if role else request.viewer)
    context = {
        "chapters": matching(chapters, query) if query else chapters,
        "q": query,
        "role": role,
        "roles": list(roles_by_name().values()),
        "own": _own_roles(request.viewer),
    }
    return render(request, "handbook/contents.html", context)


@login_required
@require_safe
def section(request: Request, name: str) -> HttpResponse:
    """One section; for htmx as a sheet beside the page that it is about."""
    found = registry.by_name(HandbookSection).get(name)
    if found is None:
        raise Http404(name)
    is_sheet = bool(request.htmx) and not request.htmx.boosted
    chapter = next((c for c in chapters_for(request.viewer) if found in c.sections), None)
    context = {"part": _part(found), "chapter": chapter}
    response = render(request, "handbook/sheet.html" if is_sheet else "handbook/section.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@login_required
@require_POST
def book(request: Request, role: str) -> HttpResponse:
    """All sections of a role as a PDF with contents and page numbers."""
    found = roles_by_name().get(role)
    if found is None:
        raise Http404(role)
    return answer(request, book_of(found))


def book_of(role: Role) -> Paper:
    """The handbook of a role."""
    title = gettext("Handbook for %(role)s") % {"role": role.label}
    context = {"chapters": [_printed(chapter) for chapter in chapters_for(as_holder(role))], "role": role}
    return Paper(name="handbook", template="handbook/book.html", title=title, context=context)


def _printed(chapter: Chapter) -> dict[str, Any]:
    parts = [Part(each, _html(each), picture_data(each.name)) for each in chapter.sections]
    return {"label": chapter.label, "parts": parts}


def _part(each: HandbookSection) -> Part:
    return Part(each, _html(each), picture_url(each.name))


def _html(each: HandbookSection) -> SafeString:
    return to_html(each.text(get_language() or ""))


def _own_roles(viewer: Viewer) -> list[Role]:
    return [roles_by_name()[name] for name in dict.fromkeys(grant.role for grant in viewer.grants)]
