"""What the parser of workbooks keeps to itself: hidden rows, failed formulas, formulas without value.

A cell of the last two kinds comes out of it empty, as if nothing were missing.
"""

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from santong.lib.cells import FORMULA_MARK
from santong.lib.sheets.faults import SheetFault, UnreadableSheet
from santong.lib.sheets.grid import column_index

Attributes = dict[str, str]
_Start = Callable[[str, Attributes], None]
_End = Callable[[str], None]
_Text = Callable[[str], None]
_MAY_HOLD_ODDITIES = re.compile(
    rb"""hidden\s*=\s*["'](?:1|t)|\st\s*=\s*["']e["']|<(?:\w+:)?f[\s>/]|table:visibility|value-type\s*=\s*["']error"""
)
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_OWN_KEYS = {"calcext:value-type": "calc-value-type"}
_LONGEST_FORMULA = 60
_MOST_REPEATED = 5000
_PART = 1 << 20


@dataclass(frozen=True, slots=True)
class Particulars:
    """Of one sheet: hidden rows, and by row and column (from 0) what stands in cells without a value."""

    hidden_rows: set[int] = field(default_factory=set)
    cells: dict[int, dict[int, str]] = field(default_factory=dict)

    def note(self, row: int, column: int, text: str) -> None:
        """Remember what stands in a cell."""
        self.cells.setdefault(row, {})[column] = text


NO_PARTICULARS = Particulars()


def particulars_of(archive: zipfile.ZipFile, names: set[str]) -> dict[str, Particulars]:
    """By name of the sheet; sheets without anything of the kind are missing.

    Raises:
        UnreadableSheet: when XML is damaged.
    """
    try:
        if "content.xml" in names:
            return _of_open_document(archive)
        if "xl/workbook.xml" in names and "xl/_rels/workbook.xml.rels" in names:
            return _of_office_open(archive, names)
    except expat.ExpatError as error:
        raise UnreadableSheet(SheetFault.CORRUPT) from error
    return {}


def _of_office_open(archive: zipfile.ZipFile, names: set[str]) -> dict[str, Particulars]:
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            sheets[attributes.get("name", "")] = attributes.get("id", "")

    _parse(archive, "xl/_rels/workbook.xml.rels", relation)
    _parse(archive, "xl/workbook.xml", sheet)
    found = {}
    for name, key in sheets.items():
        part = posixpath.normpath(posixpath.join("/xl", targets.get(key, ""))).lstrip("/")
        if part in names and _is_worth_parsing(archive, part):
            found[name] = _of_worksheet(archive, part)
    return found


def _is_worth_parsing(archive: zipfile.ZipFile, part: str) -> bool:
    """Most sheets hold nothing odd, and finding that out is cheap."""
    tail = b""
    with archive.open(part) as stream:
        while block := stream.read(_PART):
            if _MAY_HOLD_ODDITIES.search(tail + block):
                return True
            tail = block[-64:]
    return False


class _Worksheet:
    """Follows the cells of an XLSX worksheet (ECMA-376 part 1, 18.3.1.4 and 18.3.1.73)."""

    def __init__(self) -> None:
        self.found = Particulars()
        self.row = self.column = -1
        self.kind = self.open = ""
        self.formula: str | None = None
        self.value = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self._start_row(attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name in ("f", "v", "t"):
            self.open = name
            if name == "f":
                self.formula = ""

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", "")
        self.row = int(number) - 1 if number.isdecimal() else self.row + 1
        self.column = -1
        if attributes.get("hidden") in ("1", "true"):
            self.found.hidden_rows.add(self.row)

    def _start_cell(self, attributes: Attributes) -> None:
        reference = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = column_index(reference[1]) if reference else self.column + 1
        self.kind, self.formula, self.value = attributes.get("t", "n"), None, ""

    def text(self, text: str) -> None:
        if self.open == "f" and self.formula is not None and len(self.formula) < _LONGEST_FORMULA:
            self.formula += text
        elif self.open in ("v", "t") and len(self.value) < _LONGEST_FORMULA:
            self.value += text

    def end(self, name: str) -> None:
        if name in ("f", "v", "t"):
            self.open = ""
        elif name == "c":
            if self.kind == "e":
                self.found.note(self.row, self.column, self.value or "#N/A")
            elif self.formula is not None and not self.value and self.kind != "str":
                self.found.note(self.row, self.column, f"{FORMULA_MARK}={self.formula[:_LONGEST_FORMULA] or '…'}")


def _of_worksheet(archive: zipfile.ZipFile, part: str) -> Particulars:
    sheet = _Worksheet()
    _parse(archive, part, sheet.start, sheet.end, sheet.text)
    return sheet.found


class _Document:
    """Follows the tables of an OpenDocument spreadsheet (OpenDocument 1.3 part 3, 9.1)."""

    def __init__(self) -> None:
        self.found: dict[str, Particulars] = {}
        self.sheet = NO_PARTICULARS
        self.row = self.column = 0
        self.rows = self.columns = 1
        self.is_error = False
        self.value = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self.sheet = self.found.setdefault(attributes.get("name", ""), Particulars())
            self.row = 0
        elif name == "table-row":
            self.rows, self.column = int(attributes.get("number-rows-repeated", "1")), 0
            if attributes.get("visibility") in ("filter", "collapse"):
                self.sheet.hidden_rows.update(range(self.row, self.row + min(self.rows, _MOST_REPEATED)))
        elif name in ("table-cell", "covered-table-cell"):
            self.columns, self.value = int(attributes.get("number-columns-repeated", "1")), ""
            self.is_error = "error" in (attributes.get("value-type"), attributes.get("calc-value-type"))

    def text(self, text: str) -> None:
        if self.is_error and len(self.value) < _LONGEST_FORMULA:
            self.value += text

    def end(self, name: str) -> None:
        if name == "table-row":
            self.row += self.rows
        elif name in ("table-cell", "covered-table-cell"):
            for row in range(self.row, self.row + min(self.rows, _MOST_REPEATED)) if self.is_error else ():
                for column in range(self.column, self.column + min(self.columns, _MOST_REPEATED)):
                    self.sheet.note(row, column, self.value.strip() or "#N/A")
            self.column, self.is_error = self.column + self.columns, False


def _of_open_document(archive: zipfile.ZipFile) -> dict[str, Particulars]:
    if not _is_worth_parsing(archive, "content.xml"):
        return {}
    document = _Document()
    _parse(archive, "content.xml", document.start, document.end, document.text)
    return document.found


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: _Start,
    end: _End | None = None,
    text: _Text | None = None,
) -> None:
    """Follow one XML part; names come without prefix. Entities are refused: no spreadsheet program writes any."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(_bare(name), _bare_keys(attributes))
    if end is not None:
        parser.EndElementHandler = lambda name: end(_bare(name))
    if text is not None:
        parser.CharacterDataHandler = text
    parser.EntityDeclHandler = _refuse_entity
    with archive.open(part) as stream:
        while block := stream.read(_PART):
            parser.Parse(block, False)
        parser.Parse(b"", True)


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def _bare_keys(attributes: Attributes) -> Attributes:
    """Attributes by bare name; the one of LibreOffice's own namespace must not hide the standard's."""
    return {
        "calc-value-type" if key == "calcext:value-type" else _bare(key): value for key, value in attributes.items()
    }


def _refuse_entity(*_declaration: object) -> None:
    raise UnreadableSheet(SheetFault.CORRUPT)
