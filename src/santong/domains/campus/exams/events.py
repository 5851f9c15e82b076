"""What others may want to hear of examinations."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExaminationPublished:
    """An examination is settled: papers, rooms, seats; or it is a draft again."""

    examination_id: int


@dataclass(frozen=True)
class ResultsPublished:
    """The results of a paper are released: the gradebook may take them, families see their own."""

    examination_id: int
    paper_id: int
