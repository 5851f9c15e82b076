"""What people put on screens: shown as a block, held by moderators where words of the lists stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.screens.actions import POST_KIND
from santong.domains.campus.screens.following import touch
from santong.domains.campus.screens.models import ScreenPost
from santong.domains.platform.moderation.public import Holdable, Subject, state_of, withheld
from santong.domains.platform.notices.public import tell
from santong.kit.access import Viewer, ancestor_paths
from santong.kit.screens import CLASS, HALL, LINES, ROOM, Follows, Line, ScreenBlock, Spot, whole_day

RELEASED, TURNED_DOWN = _("Your post is on the screens now"), _("Your post for the screens was turned down")


def pieces(spot: Spot, first: date, last: date) -> Iterator[Line]:
    """The posts of the class of a screen and of its school; those of all its classes aren't those of the hall."""
    rows = ScreenPost.objects.inside(spot.school).filter(path__in=ancestor_paths(spot.path))
    rows = rows.filter(since__lte=last, until__gte=first)
    for row in rows.exclude(pk__in=withheld(POST_KIND)).order_by("-kind", "until", "pk"):
        begins, ends = whole_day(row.since, row.until)
        yield Line(row.title, begins, ends, text=row.text, note=str(row.get_kind_display()))


POSTS = ScreenBlock(
    "posts", _("Honours and announcements"), LINES, (CLASS, ROOM, HALL), pieces,
    follows=(Follows("screens.ScreenPost"),),
    names=_("Names that class teachers write there; words of the lists are held back."), order=60,
)  # fmt: skip


def standing_of_post(row: ScreenPost) -> tuple[str, str]:
    """Whether a post is shown: a tone and words."""
    if state_of(POST_KIND, row.pk) != "released":
        return "warn", gettext("Held for a moderator")
    today = timezone.localdate()
    if row.until < today:
        return "neutral", gettext("No longer shown")
    return ("ok", gettext("On the screens")) if row.since <= today else ("info", gettext("Shown later"))


def shown() -> Iterable[int]:
    """Those that somebody sees, or will."""
    rows = ScreenPost.objects.numbers_only().filter(Q(until__gte=timezone.localdate()))
    return rows.order_by("pk").values_list("pk", flat=True)


def describe(key: int) -> Subject | None:
    """A post as moderators need it."""
    row = ScreenPost.objects.noted([key]).first()
    if row is None:
        return None
    return Subject(row.title, row.path, {"title": row.title, "text": row.text}, row.author_id, _address(key))


def settle(acting: Viewer, key: int, state: str, reason: str) -> None:
    """Tell the writer what was decided, and let the screens follow."""
    row = ScreenPost.objects.noted([key]).select_related("author").first()
    if row is None:
        return
    touch([row.path])
    if row.author is not None and state != "waiting":
        tell(row.author, RELEASED if state == "released" else TURNED_DOWN, text=reason, address=_address(key))


def _address(key: int) -> str:
    return reverse("screens:screen-posts-detail", args=[key])


HOLDABLE = Holdable(
    POST_KIND, _("Post on screens"), {"title": _("title on the screen"), "text": _("text on the screen")}, describe,
    settle, shown,
)  # fmt: skip
