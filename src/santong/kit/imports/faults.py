"""Why a file was refused and what a row is, in the reader's language.

The sentences stand in `santong.lib`, which knows no language; the imports' catalogue has them.
"""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy

from santong.kit.imports.judging import BY_PERSON, ROW_CODE
from santong.kit.imports.targets import ImportTarget
from santong.lib.problems import TIDYING_MESSAGES, Tidying
from santong.lib.sheets.faults import SHEET_FAULT_MESSAGES, UnreadableSheet
from santong.lib.sheets.rows import ROW_MESSAGES, RowKind

LEFT_OUT_BY_PERSON = gettext_lazy("You left this row out.")


def explained(fault: UnreadableSheet) -> str:
    """What is wrong with a file and what to do about it."""
    return gettext(SHEET_FAULT_MESSAGES[fault.fault]) % fault.arguments


def sentence(target: ImportTarget, code: str, arguments: dict[str, str]) -> str:
    """What is wrong with a cell, or why a row is left out."""
    if code == BY_PERSON:
        return str(LEFT_OUT_BY_PERSON)
    if code.startswith(ROW_CODE):
        return gettext(ROW_MESSAGES[RowKind(code.removeprefix(ROW_CODE))])
    return target.message(code, arguments)


def tidyings(codes: list[str]) -> str:
    """Harmless changes in words, divided by commas."""
    return gettext(", ").join(gettext(TIDYING_MESSAGES[Tidying(code)]) for code in codes)
