"""Finding: the library, suggestions, browsing by textbook, saved searches, the next lesson."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from santong.domains.learning.resources.actions.using import save_search, set_progress
from santong.domains.learning.resources.indexing import FACETS
from santong.domains.learning.resources.models import Node, Resource, SavedSearch, Textbook
from santong.domains.learning.resources.queries.covers import cards_of
from santong.domains.learning.resources.queries.finding import (
    SHOWN_VALUES,
    Asked,
    facet_label,
    find,
    in_nodes,
    suggestions,
)
from santong.domains.learning.resources.queries.teaching import classes_for, next_lessons, own_stages
from santong.domains.platform.organisations.public import Organisation
from santong.kit.fulltext.public import BEST, MOST_USED, NEWEST
from santong.kit.http import Request
from santong.kit.refusals import NotPossible
from santong.lib.whole_numbers import whole_number

VIEW = "resources.view"
LONGEST = 60
FACET_NAMES = {
    "stage": gettext_lazy("Stage"),
    "subject": gettext_lazy("Subject"),
    "grade": gettext_lazy("Grade"),
    "kind": gettext_lazy("Kind"),
    "edition": gettext_lazy("Edition"),
    "level": gettext_lazy("Admitted by"),
}
ORDER_NAMES = (
    (BEST, gettext_lazy("Best match")),
    (NEWEST, gettext_lazy("Newest")),
    (MOST_USED, gettext_lazy("Most used")),
)


def asked_of(query: QueryDict) -> Asked:
    """The question in an address."""
    return Asked(
        text=query.get("q", "").strip()[:LONGEST],
        chosen={name: values for name in FACETS if (values := [v for v in query.getlist(name) if v][:20])},
        order=query.get("sort", BEST),
        page=whole_number(query.get("page", "")) or 1,
    )


@login_required
@require_safe
def library(request: Request) -> HttpResponse:
    """Search with facets; without words, everything by use."""
    request.viewer.demand(VIEW)
    asked = asked_of(request.GET)  # type: ignore[arg-type]
    results = find(request.viewer, asked)
    saved = SavedSearch.objects.visible_to(request.viewer).order_by("name")
    context = {
        "asked": asked,
        "results": results,
        "cards": cards_of(results.rows),
        "facets": [
            (name, FACET_NAMES[name], values[:SHOWN_VALUES], values[SHOWN_VALUES:]) for name, values in results.facets
        ],
        "pills": _pills(request, asked),
        "orders": [(value, label, _address(request, sort=value, page="")) for value, label in ORDER_NAMES],
        "next_url": _address(request, page=results.page + 1) if results.page < results.pages else "",
        "previous_url": _address(request, page=results.page - 1) if results.page > 1 else "",
        "saved": saved,
        "may_create": request.viewer.can("resources.create"),
        "query_string": _address(request, page="").partition("?")[2],
    }
    return render(request, "resources/library.html", context)


def _pills(request: Request, asked: Asked) -> list[tuple[str, str]]:
    """Each chosen value with the address that takes it away."""
    found = []
    for name, values in asked.chosen.items():
        for value in values:
            query = request.GET.copy()
            query.setlist(name, [other for other in query.getlist(name) if other != value])
            query.pop("page", None)
            found.append((facet_label(name, value), f"{reverse('resources:library')}?{query.urlencode()}"))
    return found


def _address(request: Request, **changes: object) -> str:
    query = request.GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value not in ("", None):
            query[key] = str(value)
    return f"{reverse('resources:library')}?{query.urlencode()}"


@login_required
@require_safe
def suggest(request: Request) -> HttpResponse:
    """The options below the search box while somebody types."""
    request.viewer.demand(VIEW)
    text = request.GET.get("q", "").strip()[:LONGEST]
    names, rows = suggestions(request.viewer, text)
    return render(request, "resources/suggestions.html", {"names": names, "rows": rows})


@login_required
@require_safe
def textbooks(request: Request) -> HttpResponse:
    """The textbooks in use, by subject: where browsing begins."""
    request.viewer.demand(VIEW)
    books = Textbook.objects.open_to_everyone().filter(is_current=True)
    stage = request.GET.get("stage", "")
    stages = sorted(
        set(books.order_by().values_list("stage", flat=True)),
        key=list(dict(Textbook._meta.get_field("stage").flatchoices)).index,
    )  # type: ignore[union-attr]
    if stage not in stages:
        stage = next((each for each in [*own_stages(request.viewer), *stages] if each in stages), "")
    subjects: dict[str, list[Textbook]] = {}
    for book in books.filter(stage=stage).order_by("subject", "grade", "term", "edition"):
        subjects.setdefault(book.subject, []).append(book)
    tabs = [{"label": facet_label("stage", name), "url": f"?stage={name}", "current": name == stage} for name in stages]
    context = {"subjects": subjects, "tabs": tabs, "may_change": request.viewer.can("resources.change_catalogue")}
    return render(request, "resources/textbooks.html", context)


@login_required
@require_safe
def textbook(request: Request, pk: int) -> HttpResponse:
    """A textbook: its tree on one side, what there is for all of it on the other."""
    return _browse(request, get_object_or_404(Textbook.objects.open_to_everyone(), pk=pk), None)


@login_required
@require_safe
def node(request: Request, pk: int) -> HttpResponse:
    """A unit or lesson with what there is for it."""
    row = get_object_or_404(Node.objects.open_to_everyone().select_related("textbook", "parent"), pk=pk)
    return _browse(request, row.textbook, row)


def _browse(request: Request, book: Textbook, chosen: Node | None) -> HttpResponse:
    viewer = request.viewer
    viewer.demand(VIEW)
    nodes = list(Node.objects.open_to_everyone().filter(textbook=book).order_by("position"))
    wanted = [n for n in nodes if n.position.startswith(chosen.position)] if chosen else nodes
    counts = dict(
        Resource.objects.visible_to(viewer)
        .filter(node__textbook=book)
        .order_by()
        .values_list("node")
        .annotate(n=Count("pk"))
    )
    kind = request.GET.get("kind", "")
    rows = in_nodes(viewer, wanted)
    kinds = dict(rows.order_by().values_list("kind").annotate(n=Count("pk", distinct=True)))
    shown = list(rows.filter(kind=kind)[:60] if kind in kinds else rows[:60])
    context = {
        "book": book,
        "chosen": chosen,
        "tree": _tree(nodes, chosen, counts),
        "cards": cards_of(shown),
        "kinds": [(value, facet_label("kind", value), n, value == kind) for value, n in sorted(kinds.items())],
        "total": sum(kinds.values()),
        "classes": classes_for(viewer, book) if chosen else [],
        "revisions": Textbook.objects.open_to_everyone().filter(Q(replaces=book) | Q(pk=book.replaces_id)),
    }
    return render(request, "resources/textbook.html", context)


def _tree(nodes: list[Node], chosen: Node | None, counts: dict[int, int]) -> list[dict[str, object]]:
    """The nodes as `c-tree` takes them; a unit's number includes its lessons'."""
    found: list[dict[str, object]] = []
    by_key: dict[int, dict[str, object]] = {}
    for each in nodes:
        inside = sum(number for key, number in counts.items() if key == each.pk)
        line: dict[str, object] = {
            "label": each.name,
            "url": reverse("resources:node", args=[each.pk]),
            "badge": inside or "",
            "children": [],
            "expanded": chosen is None or chosen.position.startswith(each.position),
            "current": chosen is not None and chosen.pk == each.pk,
        }
        by_key[each.pk] = line
        parent = by_key.get(each.parent_id or 0)
        siblings = parent["children"] if parent else found
        assert isinstance(siblings, list)
        siblings.append(line)
        if parent:
            parent["badge"] = int(str(parent["badge"] or 0)) + inside or ""
    return found


@login_required
@require_POST
def progress(request: Request, pk: int) -> HttpResponse:
    """This lesson comes next in a class."""
    row = get_object_or_404(Node.objects.open_to_everyone().select_related("textbook"), pk=pk)
    key = whole_number(request.POST.get("class", ""))
    mine = {each.class_id: each for each in classes_for(request.viewer, row.textbook)}
    if key in mine:
        place = Organisation.objects.open_to_everyone().get(pk=key)
        set_progress(acting=request.viewer, school_class=place, subject=row.textbook.subject, node=row)
        messages.success(request, _("This lesson is next in %(name)s.") % {"name": place.name})
    else:
        messages.error(request, _("Choose one of your classes."))
    return redirect("resources:node", pk=pk)


@login_required
@require_POST
def keep_search(request: Request) -> HttpResponse:
    """Keep the present search under a name."""
    request.viewer.demand(VIEW)
    query = request.POST.get("query", "")
    name = request.POST.get("name", "").strip()
    if not query or not name:
        messages.error(request, _("Search for something and give the search a name, then keep it."))
    else:
        try:
            save_search(acting=request.viewer, name=name, query=query)
            messages.success(request, _("Search kept."))
        except NotPossible as problem:
            messages.error(request, str(problem))
    return redirect(f"{reverse('resources:library')}?{query}")


@login_required
@require_POST
def forget_search(request: Request, pk: int) -> HttpResponse:
    """No longer keep a search."""
    request.viewer.get(SavedSearch, pk).delete()
    messages.success(request, _("Search no longer kept."))
    return redirect("resources:library")


def lesson_card(request: Request) -> str:
    """The card on a teacher's home page: the next lessons with what there is for them."""
    lessons = next_lessons(request.viewer) if request.viewer.category == "staff" else []
    if not lessons:
        return ""
    return render_to_string("resources/lesson_card.html", {"lessons": lessons}, request)
