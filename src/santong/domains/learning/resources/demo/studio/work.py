"""What is to be made."""

from __future__ import annotations

from dataclasses import dataclass

COLOURS = ((37, 84, 199), (15, 140, 110), (190, 80, 30), (130, 60, 170), (180, 40, 90))


@dataclass(frozen=True)
class Work:
    """A file: `lines` are what is to be read in it; an `experiment` is as `contents.EXPERIMENTS` has it."""

    form: str
    name: str
    title: str
    lines: tuple[str, ...]
    number: int
    experiment: tuple[str, ...] = ()

    @property
    def colour(self) -> tuple[int, int, int]:
        """The colour that it is kept in."""
        return COLOURS[self.number % len(COLOURS)]
