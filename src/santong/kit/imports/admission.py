"""How much one person may have read at a time and in a day, and one process altogether."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.kit.access import SYSTEM, Viewer
from santong.lib.sheets.books import DEFAULT_LIMITS

READINGS_AT_ONCE = 2
"""Files of one person; and files that one process has read for all of them."""
MEGABYTES_A_DAY = 500
_SECONDS_TO_WAIT = 30
_DAY = 26 * 60 * 60
_MEGABYTE = 2**20
_in_this_process = BoundedSemaphore(READINGS_AT_ONCE)


class TooMuch(Exception):
    """Somebody sends more than one person may; the text says what to do."""


@contextmanager
def admitted(acting: Viewer, size: int) -> Iterator[None]:
    """Around the reading of one file of `size` bytes.

    Raises:
        TooMuch: with words for the person.
    """
    if acting is SYSTEM:
        yield
        return
    _count_bytes(acting, size)
    place = _place_of(acting)
    try:
        with _turn():
            yield
    finally:
        cache.delete(place)


def _count_bytes(acting: Viewer, size: int) -> None:
    key = f"imports-bytes-{acting.person_id}-{timezone.localdate():%Y%m%d}"
    cache.add(key, 0, _DAY)
    if cache.incr(key, size) > MEGABYTES_A_DAY * _MEGABYTE:
        text = _("You have uploaded more than %(limit)s MB of lists today. Go on tomorrow, or ask for help.")
        raise TooMuch(text % {"limit": MEGABYTES_A_DAY})


def _place_of(acting: Viewer) -> str:
    """One of the places that a person has; a process that dies frees its place by the end of the time for reading."""
    for number in range(READINGS_AT_ONCE):
        key = f"imports-reading-{acting.person_id}-{number}"
        if cache.add(key, 1, DEFAULT_LIMITS.seconds + _SECONDS_TO_WAIT):
            return key
    raise TooMuch(_("%(n)s files of yours are being read already. Wait until they are done.") % {"n": READINGS_AT_ONCE})


@contextmanager
def _turn() -> Iterator[None]:
    if not _in_this_process.acquire(timeout=_SECONDS_TO_WAIT):
        raise TooMuch(_("Many files are being read at this moment. Try again in a minute."))
    try:
        yield
    finally:
        _in_this_process.release()
