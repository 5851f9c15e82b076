"""A sheet as a grid of cells, and what a file holds."""

from dataclasses import dataclass, field

from santong.lib.cells import CellValue

Row = list[CellValue]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost; beyond it ``UnreadableSheet`` is raised before harm is done.

    ``characters`` counts the text of all cells together, ``cell_characters`` that of one cell.
    """

    file_megabytes: int = 50
    unpacked_megabytes: int = 300
    sheets: int = 200
    rows: int = 200_000
    columns: int = 512
    cells: int = 12_000_000
    characters: int = 100_000_000
    cell_characters: int = 32_767
    memory_megabytes: int = 2048
    seconds: int = 120


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area; indices from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_vertical(self) -> bool:
        """One column wide."""
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet from its cell A1 on; all rows are equally long, empty cells are ``""``.

    A cell whose formula failed holds the error (``#N/A``), one whose formula has no stored value
    the formula after a mark (``FORMULA_MARK``).  ``hidden_rows`` are filtered away or hidden by hand.  ``whole_height``
    is set where ``rows`` are only the first of a sheet.
    """

    name: str
    rows: list[Row] = field(repr=False)
    merges: tuple[Merge, ...] = ()
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    whole_height: int | None = None

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def height(self) -> int:
        """Number of rows of the sheet, also of those that weren't asked for."""
        return len(self.rows) if self.whole_height is None else self.whole_height


@dataclass(frozen=True, slots=True)
class Book:
    """A file read.

    ``encoding`` is set for text files only.  ``epoch_1904`` says which day number is day one, for
    ``parse_date``; None when the format does not say.
    """

    grids: tuple[Grid, ...]
    encoding: str | None = None
    epoch_1904: bool | None = None


def column_letters(index: int) -> str:
    """Column index from 0 to its letters: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The letters of a column to its index from 0: AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def cell_name(row: int, column: int) -> str:
    """The name people know a cell by, from indices starting at 0: ``D77``."""
    return f"{column_letters(column)}{row + 1}"
