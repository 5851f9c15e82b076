"""The inbox 今日: what waits for a viewer, ranked; five lines of it on the home page, the numbers in the menu."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from santong.kit.access.viewer import Viewer
from santong.kit.http import Request
from santong.kit.registry import Label, registry
from santong.kit.todos import MOST_COUNTED, Pressing, ToDo, Waiting, kinds_of, waiting_for

SECONDS = 30
"""How old the inbox may be when somebody else's work, or a job, has changed it."""

ON_HOME = 5
ON_PAGE = 50
MOST_ON_PAGE = 500
TONES = {Pressing.LATE: "bad", Pressing.SOON: "warn"}


@dataclass(frozen=True)
class InboxLine:
    """What waits, as a template shows it: `tone` is that of the icon, "" as usual."""

    waiting: Waiting
    title: str
    url: str
    note: str
    label: Label
    icon: str
    tone: str


@dataclass(frozen=True)
class KindLine:
    """A kind with how many of it wait, to choose it by."""

    name: str
    label: Label
    number: int


def inbox_of(viewer: Viewer) -> list[Waiting]:
    """What presses most of each kind; read anew after everything that the viewer does (`forget_inbox`)."""
    kinds = kinds_of(viewer)
    if viewer.person_id is None or not kinds:
        return []
    found: list[Waiting] | None = cache.get(_key(viewer))
    if found is None:
        found = waiting_for(viewer, kinds, most=ON_HOME)
        cache.set(_key(viewer), found, SECONDS)
    return found


def _keep(viewer: Viewer, rows: Iterable[Waiting]) -> None:
    """Keep what presses most of each kind, out of more that was read for a page of its own."""
    by_kind: dict[str, list[Waiting]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    most = [row for of_kind in by_kind.values() for row in of_kind[:ON_HOME]]
    cache.set(_key(viewer), sorted(most, key=lambda each: each.rank), SECONDS)


def forget_inbox(viewer: Viewer) -> None:
    """Read it anew for the next page. Other web processes without a common cache do so within `SECONDS`."""
    cache.delete(_key(viewer))


def numbers_of(viewer: Viewer) -> dict[str, int]:
    """How much waits by the address name of the page where it stands, for the menu."""
    kinds, numbers = registry.by_name(ToDo), _numbers(inbox_of(viewer))
    found: dict[str, int] = {}
    for name, number in numbers.items():
        found[kinds[name].url_name] = found.get(kinds[name].url_name, 0) + number
    return found


def lines_on(viewer: Viewer, url_names: Collection[str], most: int) -> list[InboxLine]:
    """What waits on some pages, the most pressing first."""
    kinds = registry.by_name(ToDo)
    return _lines(_once([row for row in inbox_of(viewer) if kinds[row.kind].url_name in url_names])[:most])


def inbox_card(request: Request) -> str:
    """The card of the home page: five lines at most, and how much there is; nothing when nothing waits."""
    rows = inbox_of(request.viewer)
    if not rows:
        return ""
    numbers = _numbers(rows).values()
    context = {"lines": _lines(_once(rows)[:ON_HOME]), "number": sum(numbers), "more": max(numbers) >= MOST_COUNTED}
    return render_to_string("kit/inbox_card.html", context, request)


@login_required
@require_safe
def inbox(request: Request) -> HttpResponse:
    """Everything that waits, or one kind of it, or what holds a text."""
    kinds, here = kinds_of(request.viewer), request.GET.get("kind", "")
    chosen = [kind for kind in kinds if kind.name == here] or kinds
    most, text = _most(request.GET.get("most", "")), request.GET.get("q", "").strip()[:60]
    rows = waiting_for(request.viewer, chosen, most=most, holds=text)
    if chosen is kinds and not text:
        _keep(request.viewer, rows)
    numbers = _numbers(inbox_of(request.viewer))
    is_one_kind = chosen is not kinds or bool(text)
    context = {
        "lines": _lines(rows[:most], alone=True) if is_one_kind else _lines(_once(rows)[:most]),
        "kinds": [KindLine(kind.name, kind.label, numbers[kind.name]) for kind in kinds if kind.name in numbers],
        "kind": chosen[0] if len(chosen) == 1 and here else None,
        "q": text,
        "next": most + ON_PAGE if len(rows) > most or any(row.number > most for row in rows) else 0,
        "is_full": most >= MOST_ON_PAGE,
    }
    return render(request, "kit/inbox.html", context)


def _once(rows: Iterable[Waiting]) -> list[Waiting]:
    """Of kinds that are told together only the row that presses most."""
    kinds, found, seen = registry.by_name(ToDo), [], set()
    for row in rows:
        if kinds[row.kind].together is None or row.kind not in seen:
            found.append(row)
            seen.add(row.kind)
    return found


def _lines(rows: Iterable[Waiting], *, alone: bool = False) -> list[InboxLine]:
    """Rows as templates show them; `alone` each of them for itself, also those of kinds that are told together."""
    kinds = registry.by_name(ToDo)
    return [_line(row, kinds[row.kind], alone) for row in rows]


def _line(row: Waiting, kind: ToDo, alone: bool) -> InboxLine:
    said = row.said() if alone or kind.together is None else kind.together(row.number)
    return InboxLine(row, said.title, said.url, said.note, kind.label, kind.icon, TONES.get(row.pressing, ""))


def _numbers(rows: Iterable[Waiting]) -> dict[str, int]:
    return {row.kind: row.number for row in rows}


def _most(text: Any) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else ON_PAGE
    return max(ON_PAGE, min(number, MOST_ON_PAGE))


def _key(viewer: Viewer) -> str:
    grants = repr(sorted((grant.role, grant.path) for grant in viewer.grants))
    return f"inbox-{viewer.person_id}-{blake2b(grants.encode(), digest_size=8).hexdigest()}"
