"""What happened to a row, in one column: what was done by the audit record's own words, and what was said.

Two questions to the database: the record, and comments with their answers and files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from santong.domains.platform.audit.public import action_name
from santong.domains.platform.discussion.declaring import Discussed, label_of
from santong.domains.platform.discussion.models import Comment, is_withheld, with_files
from santong.domains.platform.identity.public import Person
from santong.kit.access import Viewer
from santong.kit.models import AuditEntry

PAGE = 20
"""Entries and comments that are shown at once; answers stand with what they answer."""


@dataclass(frozen=True)
class Order:
    """How the column is read: the oldest first or the newest, comments alone or everything, from a moment on."""

    oldest_first: bool = False
    only_comments: bool = False
    since: datetime | None = None
    """What stood last on the page before this one."""

    def cut(self, rows: QuerySet[Any], field: str) -> QuerySet[Any]:
        """The next rows of a table in this order, one more than are shown."""
        if self.since is not None:
            rows = rows.filter(**{f"{field}__{'gt' if self.oldest_first else 'lt'}": self.since})
        way = "" if self.oldest_first else "-"
        return rows.order_by(f"{way}{field}", f"{way}pk")[: PAGE + 1]


@dataclass
class Said:
    """A comment with its files (key and name) and answers, and what the viewer may do with it."""

    comment: Comment
    is_held: bool
    address: str
    may_remove: bool
    may_settle: bool
    is_mine: bool
    files: list[tuple[int, str]] = field(default_factory=list)
    replies: list[Said] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        """When it was written."""
        return self.comment.made_at


@dataclass(frozen=True)
class Happened:
    """Something that was done to the row: in words, by whom."""

    at: datetime
    words: str
    who: str


@dataclass(frozen=True)
class Timeline:
    """One page of it; `since` leads to the next one, None on the last."""

    items: Sequence[Said | Happened]
    since: datetime | None

    @property
    def has_comments(self) -> bool:
        """Whether anything was said."""
        return any(isinstance(item, Said) for item in self.items)


def timeline(viewer: Viewer, kind: Discussed, row: Any, order: Order) -> Timeline:
    """A page of what happened to a row, as a viewer may know it."""
    items: list[Said | Happened] = [*_said(viewer, kind, row, order)]
    if not order.only_comments and kind.history and viewer.can(kind.history, row.path):
        items += _happened(row, order)
    items.sort(key=lambda item: item.at, reverse=not order.oldest_first)
    shown = items[:PAGE]
    return Timeline(shown, shown[-1].at if len(items) > PAGE else None)


def _happened(row: Any, order: Order) -> Iterator[Happened]:
    names = Person.objects.numbers_only().filter(pk=OuterRef("person_id")).values("name")[:1]
    entries = AuditEntry.objects.filter(model=label_of(row), object_id=str(row.pk)).annotate(who=Subquery(names))
    before: tuple[Any, ...] = ()
    for entry in order.cut(entries, "at"):
        # An action that writes a row twice happened once.
        same = (entry.request_id, entry.verb, entry.person_id) if entry.request_id else ()
        if not same or same != before:
            who = entry.who or ("" if entry.person_id else _("The platform"))
            yield Happened(entry.at, action_name(entry.verb) or str(entry.get_kind_display()), who)
        before = same


def readable(viewer: Viewer, kind: Discussed, row: Any) -> QuerySet[Any]:
    """What is said about a row in hand that this viewer reads: without what is held, unless it is their own."""
    rows = Comment.objects.about(row).annotate(is_held=is_withheld())
    mine = Q(person_id=viewer.person_id or 0)
    is_theirs = viewer.person_id is not None and kind.author_of(row) == viewer.person_id
    if not (is_theirs or viewer.can(kind.oversee, row.path)):
        rows = rows.filter(mine | Q(kind=Comment.Kind.COMMENT))
    return rows.filter(mine | Q(is_held=False))


def _said(viewer: Viewer, kind: Discussed, row: Any, order: Order) -> list[Said]:
    rows = readable(viewer, kind, row)
    page = order.cut(rows.filter(parent=None), "made_at").values("pk")
    found = with_files(rows.filter(Q(pk__in=page) | Q(parent__in=page)).select_related("person"))
    return _threads(_as_said(viewer, kind, row, found.order_by("made_at", "pk", "file_at")))


def _as_said(viewer: Viewer, kind: Discussed, row: Any, lines: Iterable[Any]) -> list[Said]:
    oversees = kind.oversees(viewer, row)
    is_author = viewer.person_id is not None and kind.author_of(row) == viewer.person_id
    found: dict[int, Said] = {}
    for line in lines:
        mine = line.person_id == viewer.person_id
        open_correction = line.kind == Comment.Kind.CORRECTION and not line.is_settled
        address = kind.changing_address(row, line.pk)
        said = found.setdefault(
            line.pk, Said(line, line.is_held, address, mine or oversees, is_author and open_correction, mine)
        )
        if line.file:
            said.files.append((line.file, line.file_name))
    return list(found.values())


def _threads(found: list[Said]) -> list[Said]:
    """Answers with what they answer, the oldest first."""
    by_key = {said.comment.pk: said for said in found}
    for said in found:
        if said.comment.parent_id in by_key:
            by_key[said.comment.parent_id].replies.append(said)
    return [said for said in found if said.comment.parent_id is None]
