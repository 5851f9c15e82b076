"""Child process that parses one file: file on stdin, pickled ``Book`` on stdout.

A workbook of a few kilobytes can demand any amount of memory (one cell in the last row and column
is enough), on which the parser aborts the whole process.  So it runs in one of its own, with a
ceiling on memory and processor time.
"""

import pickle  # nosec B403 - written by us and read by our parent only
import sys

from santong.lib.sheets.faults import UnreadableSheet
from santong.lib.sheets.grid import Limits
from santong.lib.sheets.opening import open_book

try:
    import resource
except ImportError:  # systems without it have no ceiling
    resource = None  # type: ignore[assignment]


def main(limits: Limits, head_rows: int | None) -> None:
    """Answer with a ``Book`` or ``(fault, arguments)``."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_megabytes * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    try:
        answer: object = open_book(sys.stdin.buffer.read(), limits, head_rows)
    except UnreadableSheet as refusal:
        answer = (refusal.fault.value, refusal.arguments)
    pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main(*pickle.loads(bytes.fromhex(sys.argv[1])))  # noqa: S301  # nosec B301 - our own parent wrote it
