"""The door: bytes of any sheet file in, a ``Book`` out.

Every file is parsed in a child process with a ceiling on memory and processor time: a few
kilobytes can demand any amount of either, and whoever serves pages must not pay for it.
"""

import pickle  # nosec B403 - the bytes come from our own child process
import subprocess  # nosec B404 - starts this interpreter with fixed arguments
import sys

from santong.lib.sheets.faults import SheetFault, UnreadableSheet
from santong.lib.sheets.grid import Book, Limits

DEFAULT_LIMITS = Limits()
_CHILD = "santong.lib.sheets.child"
_MEMORY_SIGNS = (b"memory allocation", b"capacity overflow", b"MemoryError")
_MEGABYTE = 2**20


def read_book(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Book:
    """Read a sheet file, told by its content and not by its name.

    Raises:
        UnreadableSheet: with a code and what the sender can do about it.
    """
    return _read(content, limits, None)


def read_heads(content: bytes, rows: int, limits: Limits = DEFAULT_LIMITS) -> Book:
    """Read only the first ``rows`` of every sheet, and how high each is; small whatever the file holds.

    Raises:
        UnreadableSheet: as ``read_book``.
    """
    return _read(content, limits, rows)


def _read(content: bytes, limits: Limits, head_rows: int | None) -> Book:
    size = len(content) / _MEGABYTE
    if size > limits.file_megabytes:
        raise UnreadableSheet(SheetFault.FILE_TOO_LARGE, size=f"{size:.0f}", limit=str(limits.file_megabytes))
    answer = _answer_of_child(content, limits, head_rows)
    if isinstance(answer, Book):
        return answer
    fault, arguments = answer
    raise UnreadableSheet(SheetFault(fault), **arguments)


def _answer_of_child(content: bytes, limits: Limits, head_rows: int | None) -> Book | tuple[str, dict[str, str]]:
    wanted = pickle.dumps((limits, head_rows)).hex()
    command = [sys.executable, "-m", _CHILD, wanted]
    try:
        child = subprocess.run(  # nosec B603
            command, input=content, capture_output=True, timeout=limits.seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableSheet(SheetFault.TOO_SLOW, limit=str(limits.seconds)) from error
    if child.returncode:
        raise _explain_crash(child.stderr, limits)
    return pickle.loads(child.stdout)  # type: ignore[no-any-return]  # noqa: S301  # nosec B301 - our own child wrote it


def _explain_crash(stderr: bytes, limits: Limits) -> UnreadableSheet:
    if any(sign in stderr for sign in _MEMORY_SIGNS):
        return UnreadableSheet(SheetFault.CONTENT_TOO_LARGE, limit=str(limits.memory_megabytes))
    return UnreadableSheet(SheetFault.CORRUPT)
