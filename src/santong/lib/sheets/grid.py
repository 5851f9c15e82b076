"""A sheet as a grid of cells, and what a file holds."""

from dataclasses import dataclass, field

from santong.lib.cells import CellValue

Row = list[CellValue]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost; beyond it ``UnreadableSheet`` is raised before harm is done."""

    file_megabytes: int = 50
    unpacked_megabytes: int = 300
    rows: int = 200_000
    columns: int = 512
    cells: int = 12_000_000
    memory_megabytes: int = 4096
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
    """One sheet from its cell A1 on; all rows are equally long, empty cells are ``""``."""

    name: str
    rows: list[Row] = field(repr=False)
    merges: tuple[Merge, ...] = ()
    is_hidden: bool = False

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0


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


def cell_name(row: int, column: int) -> str:
    """The name people know a cell by, from indices starting at 0: ``D77``."""
    return f"{column_letters(column)}{row + 1}"
