"""The full-text index of the library of rules: what each published rule is found by, and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.rules.models import KEEP, READ, Regulation
from santong.domains.platform.files.public import FileConverted, text_of
from santong.domains.platform.organisations.public import ancestor_paths
from santong.kit.access import Viewer
from santong.kit.events import subscribe
from santong.kit.fulltext.public import Entry, Found, Index, search
from santong.kit.jobs.public import job

RULES = Index("rules", code="g", facets=("kind", "level"))
LONGEST_TEXT = 60_000
"""Characters of a rule and its file that are searched."""


def refresh(rows: Sequence[Regulation]) -> None:
    """Bring the index up to date with rules, inside the transaction that changed them."""
    RULES.remove([row.pk for row in rows])
    RULES.put([entry_of(row) for row in rows if row.is_published and row.removed_at is None])


def entry_of(row: Regulation) -> Entry:
    """What the index holds of a rule: `r` and its place for those below, `i` and each place above for those above."""
    text = f"{row.text} {text_of(row.file) if row.file else ''}"
    return Entry(
        key=row.pk,
        title=row.title,
        context=" ".join([row.number, row.issuer.name, str(row.get_kind_display())]),
        text=text[:LONGEST_TEXT],
        day=row.in_force_from,
        scopes=[f"r{row.path}", *(f"i{path}" for path in ancestor_paths(row.path))],
        facets={"kind": row.kind, "level": row.issuer.kind},
    )


def found_by(viewer: Viewer, text: str) -> Found:
    """The rules that a viewer may read and that a text finds; all of them for no text."""
    below = [f"r{path}" for path in viewer.places_above(READ)]
    return search(RULES, text, scopes=[*below, *(f"i{path}" for path in viewer.paths(KEEP) if path)])


def rebuild() -> int:
    """Make the index anew; how many rules it holds."""
    rows = list(_entries(Regulation.objects.by_installation().filter(is_published=True)))
    RULES.rebuild(rows)
    return len(rows)


def _entries(rows: QuerySet[Regulation]) -> Iterator[Entry]:
    for row in rows.select_related("issuer", "file__blob").order_by("pk"):
        yield entry_of(row)


def text_is_there(event: FileConverted) -> None:
    """The text of a file has been found: the rule that has it can be searched by it."""
    if event.kind == "text" and event.ready:
        rows = Regulation.objects.noted([event.file_id], by="file").select_related("issuer", "file__blob")
        refresh(list(rows))


@job(title=_("Renew the index of rules"), queue="long")
def reindex() -> None:
    """Make the index anew, as places have moved and files been read since."""
    rebuild()


def listen() -> None:
    """Hear of files whose text was found; called at start-up."""
    subscribe(FileConverted, text_is_there)
