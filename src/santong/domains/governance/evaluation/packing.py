"""Evidence packs: one ZIP that opens without a line, built out of what the platform knows. Nobody uploads anything.

    index.html           every item with its figure, where that comes from and what it comes to; links to what follows
    items.csv, .xlsx     the same as a table
    facts/<code>.csv     the facts that a figure was computed of, each with its source and day
    tables/<name>.*      rows of registers: assets, rooms
    documents/<n>.html   rules of the school in force, as they read
    hashes.txt           SHA-256 of every file above, to be checked with `sha256sum -c hashes.txt`

No person is named anywhere in it: facts are counts, tables of things leave out who has them, and words of the school
and experts are given without their names.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from santong.domains.campus.assets.public import Asset
from santong.domains.campus.places.public import Room
from santong.domains.campus.rules.public import Regulation, Status
from santong.domains.governance.evaluation.binding import bound_of
from santong.domains.governance.evaluation.diagnosing import content_of
from santong.domains.governance.evaluation.models import Entrant, Pack
from santong.domains.governance.evaluation.presenting import Line, lines_of
from santong.domains.governance.evaluation.queries import answering, findings_of, span_for
from santong.domains.governance.reports.public import Bound, facts_now, words_of
from santong.domains.platform.files.public import keep_file
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, Viewer
from santong.kit.audit import named
from santong.kit.jobs.public import JobFailed
from santong.kit.pages.exports import write_csv, write_xlsx

MOST_ROWS = 5000
STYLE = Path(__file__).with_name("pack.css")


@dataclass
class Folder:
    """The files of a pack: their content by name, in the order in which they were put."""

    files: dict[str, bytes] = field(default_factory=dict)

    def put(self, name: str, content: bytes) -> str:
        """Put a file; answers its name, for links to it."""
        self.files[name] = content
        return name

    def table(self, name: str, rows: Sequence[list[Any]]) -> list[str]:
        """Put a table as CSV and as XLSX; heads first."""
        return [
            self.put(f"{name}.csv", _written(write_csv, rows)),
            self.put(f"{name}.xlsx", _written(write_xlsx, rows)),
        ]

    @property
    def hashes(self) -> str:
        """The list of hashes as `sha256sum` reads it."""
        return "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(self.files.items()))


def _written(write: Any, rows: Sequence[list[Any]]) -> bytes:
    file = io.BytesIO()
    write(rows, file)
    return file.getvalue()


def gather(entrant: Entrant) -> Folder:
    """All files of the pack of a place, without the list of hashes."""
    folder = Folder()
    content = content_of(entrant.round)
    lines = lines_of(entrant)
    folder.table("items", _items(lines))
    facts = _put_facts(folder, entrant, bound_of(content["items"], span_for(timezone.localdate())))
    tables = _put_tables(folder, entrant.place)
    documents = _put_documents(folder, entrant.place)
    context = {
        "entrant": entrant, "round": entrant.round, "place": entrant.place, "lines": lines, "facts": facts,
        "tables": tables, "documents": documents, "findings": findings_of(entrant), "built_at": timezone.localtime(),
        "standard": entrant.round.standard,
    }  # fmt: skip
    folder.put("pack.css", STYLE.read_bytes())
    folder.put("index.html", render_to_string("evaluation/pack.html", context).encode())
    return folder


def _items(lines: Iterable[Line]) -> list[list[Any]]:
    heads = [
        _("code of the item"), pgettext("evaluation", "section"), _("what is asked for"), _("Figure"),
        _("points given"), _("points of the item"), _("where it comes from"), _("what was said"), _("what was seen"),
    ]  # fmt: skip
    rows = [
        [each.code, each.section, each.label, each.shown, each.points_text, each.most_text, each.comes_from, each.said,
         each.seen]
        for each in lines
    ]  # fmt: skip
    return [heads, *rows]


def _put_facts(folder: Folder, entrant: Entrant, bound: Sequence[Bound]) -> dict[str, str]:
    """The facts behind each computed figure, by the code of the item."""
    found = {}
    day = timezone.localtime(entrant.computed_at or timezone.now()).date().isoformat()
    values = facts_now(words_of(bound), entrant.place, span_for(timezone.localdate()))
    for each in bound:
        if each.reading is None:
            continue
        rows: list[list[Any]] = [[_("fact"), _("counted"), _("where it comes from"), _("as of")]]
        for name, word in each.reading.words.items():
            figure = values.get(name)
            rows.append([name, "" if figure is None else figure, str(word.comes_from), day])
        found[each.code] = folder.put(f"facts/{each.code}.csv", _written(write_csv, rows))
    return found


def _put_tables(folder: Folder, place: Organisation) -> list[tuple[str, list[str], int]]:
    """Rows of registers: title, files, number of rows."""
    found = []
    for name, title, rows in ((*_assets(place),), (*_rooms(place),)):
        if len(rows) > 1:
            found.append((title, folder.table(f"tables/{name}", rows), len(rows) - 1))
    return found


def _assets(place: Organisation) -> tuple[str, str, list[list[Any]]]:
    rows = (
        Asset.objects.inside(place)
        .filter(state__in=Asset.PRESENT)
        .select_related("asset_class", "room")
        .order_by("pk")[:MOST_ROWS]
    )
    heads = [
        _("asset number"),
        _("name of the asset"),
        _("class of the asset"),
        _("room"),
        _("who uses it"),
        _("price in yuan"),
        _("bought on"),
    ]
    lines = [
        [each.number, each.name, str(each.asset_class), str(each.room or ""), each.get_use_display(), each.price,
         each.bought_on]
        for each in rows
    ]  # fmt: skip
    return "assets", _("Register of assets"), [heads, *lines]


def _rooms(place: Organisation) -> tuple[str, str, list[list[Any]]]:
    rows = Room.objects.inside(place).select_related("building").order_by("pk")[:MOST_ROWS]
    heads = [_("room"), _("kind of the room"), _("building"), _("seats in the room")]
    lines = [[each.name, each.get_kind_display(), str(each.building or ""), each.seats] for each in rows]
    return "rooms", _("Register of rooms"), [heads, *lines]


def _put_documents(folder: Folder, place: Organisation) -> list[tuple[str, str]]:
    """The rules that the place has issued and that are in force: title and file."""
    rows = Regulation.objects.inside(place).filter(is_published=True).order_by("pk")
    found = []
    for number, each in enumerate((row for row in rows if row.status == Status.IN_FORCE), start=1):
        page = render_to_string("evaluation/pack_document.html", {"document": each})
        found.append((each.title, folder.put(f"documents/{number}.html", page.encode())))
    return found


def zipped(folder: Folder) -> tuple[bytes, str]:
    """The ZIP and its seal, the hash of the list of hashes."""
    hashes = folder.hashes.encode()
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in folder.files.items():
            archive.writestr(name, content)
        archive.writestr("hashes.txt", hashes)
    return file.getvalue(), sha256(hashes).hexdigest()


def build(*, acting: Viewer, entrant: Entrant) -> Pack:
    """Build the pack of a place and keep it; raises `JobFailed` where nobody could be given the file."""
    content, seal = zipped(gather(entrant))
    owner = acting.person_id or next((person.pk for person in answering(entrant.path)), None)
    if owner is None:
        raise JobFailed(_("Nobody answers for this place. Appoint somebody first."))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "pack.zip")
        source.write_bytes(content)
        name = f"{entrant.place}-{timezone.localdate():%Y%m%d}.zip"
        with transaction.atomic(), named("evaluation.build_pack"):
            file = keep_file(acting=SYSTEM, owner_id=owner, path=entrant.path, name=name, source=source, convert=False)
            return Pack.objects.create(entrant=entrant, file=file, seal=seal, items=len(entrant.points))
