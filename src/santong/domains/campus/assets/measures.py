"""What is counted of the register. Retired and lost assets don't count."""

from __future__ import annotations

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import Cast, Round
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.campus.assets.models import VIEW, Asset, AssetClass
from santong.domains.campus.places.public import Room, in_use
from santong.domains.platform.organisations.public import Organisation
from santong.kit.measures.public import By, Measure, Narrowings, Rows, Tally, words_of

Group, Use = AssetClass.Group, Asset.Use
YUAN = Sum(Cast(Round("price"), BigIntegerField()), default=0)


def present() -> QuerySet:
    """The assets that are there."""
    return Asset.objects.numbers_only().filter(state__in=Asset.PRESENT)


def computers() -> QuerySet:
    """Computers and tablets that are there."""
    return present().filter(asset_class__group=Group.COMPUTER)


def for_teaching() -> QuerySet:
    """What pupils and teachers use, and what stands in rooms for teaching."""
    return present().filter(use__in=Asset.TEACHING)


def multimedia_rooms() -> QuerySet:
    """Rooms in which a display for teaching stands."""
    shows = present().filter(asset_class__group=Group.DISPLAY, use=Use.CLASSROOM).exclude(room=None)
    return Room.objects.numbers_only().filter(pk__in=shows.values("room"))


def with_multimedia(rows: QuerySet, extent: str) -> QuerySet:
    """The schools of which any classroom, or every classroom in use, has a display for teaching."""
    here = in_use(Room.objects.numbers_only(), timezone.localdate()).filter(
        school=OuterRef("pk"), kind=Room.Kind.CLASSROOM
    )  # fmt: skip
    equipped = multimedia_rooms().order_by().values("pk")
    if extent == "any":
        return rows.filter(Exists(multimedia_rooms().filter(school=OuterRef("pk"))))
    return rows.filter(Exists(here), ~Exists(here.exclude(pk__in=equipped)))


def schools() -> QuerySet:
    """The schools that are open."""
    rows: QuerySet = Organisation.objects.numbers_only().filter(kind=Organisation.Kind.SCHOOL)
    return rows.open_on(timezone.localdate())  # type: ignore[attr-defined]


EXTENTS = (("any", _("In some room")), ("all", _("In every classroom")))
GROUPS = By("group", _("Group of assets"), words_of(Group), values=Group.values)
USES = By("use", _("Use of assets"), words_of(Use), values=Use.values)
SPLITS = {"group": "asset_class__group", "use": "use"}
FOLLOWS = ("assets",)

MEASURES = (
    Measure(
        "assets", _("Assets in the register"), unit=pgettext_lazy("unit", "assets"),
        says=_("Assets that are there: in use, idle, lent or being mended."), words=_("equipment register inventory"),
        permission=VIEW, numerator=Tally(present, splits=SPLITS), by=(GROUPS, USES), follows=FOLLOWS,
        rows=Rows("assets:assets", by={"group": "group", "use": "use"}), order=60,
    ),
    Measure(
        "asset_value", _("Value of assets"), unit=pgettext_lazy("unit", "yuan"),
        says=_("What the assets that are there cost when they were bought; those without a price count nothing."),
        words=_("price money equipment"), permission=VIEW, numerator=Tally(present, count=YUAN, splits=SPLITS),
        by=(GROUPS, USES), follows=FOLLOWS, rows=Rows("assets:assets", by={"group": "group", "use": "use"}), order=61,
    ),
    Measure(
        "terminals", _("Computers and tablets"), unit=pgettext_lazy("unit", "devices"),
        says=_("Computers and tablets that are there, by who uses them."),
        words=_("laptops desktops tablets terminals"),
        permission=VIEW, numerator=Tally(computers, splits={"use": "use"}), by=(USES,), follows=FOLLOWS,
        rows=Rows("assets:assets", {"group": Group.COMPUTER}, by={"use": "use"}), known_where="assets", order=62,
    ),
    Measure(
        "multimedia_rooms", _("Rooms with multimedia"), unit=pgettext_lazy("unit", "rooms"),
        says=_("Rooms in which a screen, board or projector for teaching stands, by the register."),
        words=_("multimedia classrooms boards projectors"), permission=VIEW,
        numerator=Tally(multimedia_rooms, splits={"kind": "kind"}),
        by=(By("kind", _("Kind of room"), words_of(Room.Kind), values=Room.Kind.values),), follows=FOLLOWS,
        known_where="assets", order=63,
    ),
    Measure(
        "multimedia_schools", _("Schools with multimedia"), unit=pgettext_lazy("unit", "schools"),
        says=_("Schools where a screen, board or projector for teaching stands in some room, or in every classroom."),
        words=_("multimedia classrooms boards projectors"), permission=VIEW,
        numerator=Tally(schools, splits={"extent": Narrowings(list(dict(EXTENTS)), with_multimedia)}),
        by=(By("extent", _("Where"), lambda extent: dict(EXTENTS).get(extent, extent or "—"),
               values=list(dict(EXTENTS))),),
        known_where="assets", order=63,
    ),
    Measure(
        "teaching_equipment", _("Value of teaching equipment"), unit=pgettext_lazy("unit", "yuan"),
        says=_("What the assets cost that pupils and teachers use or that stand in rooms for teaching, as far as the "
               "register has them."),
        words=_("price instruments equipment"), permission=VIEW, numerator=Tally(for_teaching, count=YUAN),
        follows=FOLLOWS, known_where="assets", order=64,
    ),
)  # fmt: skip
