"""Remarks schools put behind a pupil (备注) that mean a state of the school roll."""

from enum import StrEnum

from santong.lib.cells import CellValue
from santong.lib.readings import Reading
from santong.lib.vocabularies import vocabulary


class PupilNote(StrEnum):
    """What a remark says about the pupil."""

    TRANSFERRED_IN = "transferred_in"
    TRANSFERRED_OUT = "transferred_out"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    VISITING = "visiting"
    INCLUSIVE = "inclusive"
    TAUGHT_AT_HOME = "taught_at_home"
    LEFT = "left"
    BOARDER = "boarder"
    LEFT_BEHIND = "left_behind"


_NOTES = vocabulary(
    {
        "转入": PupilNote.TRANSFERRED_IN,
        "转出": PupilNote.TRANSFERRED_OUT,
        "休学": PupilNote.SUSPENDED,
        "复学": PupilNote.RESUMED,
        "借读": PupilNote.VISITING,
        "随班就读": PupilNote.INCLUSIVE,
        "送教上门": PupilNote.TAUGHT_AT_HOME,
        "退学": PupilNote.LEFT,
        "住校": PupilNote.BOARDER,
        "留守儿童": PupilNote.LEFT_BEHIND,
    },
    {
        PupilNote.TRANSFERRED_IN: ("已转入", "转学生", "新转入", "插班", "插班生"),
        PupilNote.TRANSFERRED_OUT: ("已转出", "转学", "已转学", "转走", "已转走"),
        PupilNote.SUSPENDED: ("休学中", "已休学"),
        PupilNote.RESUMED: ("已复学",),
        PupilNote.VISITING: ("借读生",),
        PupilNote.INCLUSIVE: ("随班就读生",),
        PupilNote.LEFT: ("已退学", "离校", "已离校", "辍学"),
        PupilNote.BOARDER: ("住校生", "寄宿", "寄宿生", "住宿", "住宿生"),
        PupilNote.LEFT_BEHIND: ("留守",),
    },
)


def parse_pupil_note(value: CellValue) -> Reading[PupilNote]:
    """Read a remark; one that is none of the known ones is doubtful, so that a person reads it."""
    return _NOTES.read(value)
