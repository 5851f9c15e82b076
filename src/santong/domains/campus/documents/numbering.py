"""Giving numbers: one after the other, in the transaction of what they are given to."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from santong.domains.campus.documents.models import ArchiveItem, Incoming, Number, Series
from santong.domains.campus.documents.queries import next_number
from santong.domains.platform.organisations.public import Organisation
from santong.kit.refusals import NotPossible
from santong.kit.steps.declare import read_locked


def give_number(series: Series, day: date, void_because: str = "") -> Number:
    """The next number of a series in the year of a day. The series stays locked until the transaction ends, so that
    what is rolled back leaves no gap, and two never get the same.
    """
    locked = Series.objects.locked_for_action(series)
    if not locked.is_open:
        raise NotPossible(_("This series is closed. Choose another one."), field="series")
    number = next_number(locked, day.year)
    return Number.objects.create(
        series=locked, path=locked.path, year=day.year, number=number, day=day, void_because=void_because
    )


def next_receipt(place: Organisation, year: int) -> int:
    """The next number in a place's register of incoming documents; the place stays locked."""
    read_locked(place)
    rows = Incoming.objects.belonging_to(organisation=place).filter(year=year)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def next_item(place: Organisation, year: int, retention: str) -> int:
    """The next item of a place's archive for a year and a retention; the place stays locked."""
    read_locked(place)
    rows = ArchiveItem.objects.belonging_to(organisation=place).filter(year=year, retention=retention)
    return (rows.aggregate(last=Max("item"))["last"] or 0) + 1
