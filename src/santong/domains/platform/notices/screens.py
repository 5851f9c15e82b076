"""Notices on class screens: those that their sender let onto screens, for the classes and the school they are for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.notices.models import AudiencePart, Notice
from santong.kit.access import ancestor_paths
from santong.kit.screens import CLASS, HALL, LINES, ROOM, Follows, Line, ScreenBlock, Spot

SHOWN_FOR = timedelta(days=7)
"""How long a notice without a last day stays on screens."""
LONGEST = 400


def _at(row: Notice) -> str | None:
    return row.path if row.on_screens else None


def notices(spot: Spot, first: date, last: date) -> Iterator[Line]:
    """What the school sent to everybody around the screen's place, the important first, then the latest."""
    since = timezone.make_aware(datetime.combine(first, time())) - SHOWN_FOR
    rows = Notice.objects.inside(spot.school).filter(on_screens=True, state=Notice.State.SENT)
    parts = AudiencePart.objects.numbers_only().filter(path__in=ancestor_paths(spot.path)).exclude(path="")
    rows = rows.filter(pk__in=parts.values("notice")).exclude(deadline__lt=first)
    for row in rows.filter(sent_at__gte=since - SHOWN_FOR).order_by("-is_important", "-sent_at", "-pk"):
        assert row.sent_at is not None
        ends = row.sent_at + SHOWN_FOR
        if row.deadline is not None:
            ends = timezone.make_aware(datetime.combine(row.deadline, time(23, 59, 59)))
        if ends >= since + SHOWN_FOR:
            day = timezone.localtime(row.sent_at)
            yield Line(row.title, row.sent_at, ends, text=row.text[:LONGEST], note=date_format(day, "n-j"))


BLOCK = ScreenBlock(
    "notices", _("Notices"), LINES, (CLASS, ROOM, HALL), notices, (Follows("notices.Notice", at=_at),),
    names=_("Notices whose sender has let them onto screens."), order=30,
)  # fmt: skip
