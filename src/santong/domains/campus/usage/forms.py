"""Forms about devices, orders to them, and the rule for the night."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.places.public import Room, in_use
from santong.domains.campus.usage.models import CHANGE, CONTROL, NightRule, Order, Terminal
from santong.domains.platform.organisations.public import AtPlaceForm, Organisation, schools_held
from santong.kit.access import Viewer
from santong.kit.forms import DateInput, TimeInput

Choice = tuple[str, str]


class TerminalForm(AtPlaceForm):
    """What a device is called and where it stands."""

    class Meta:
        model = Terminal
        fields = ["school", "room", "name", "kind", "stays_on"]
        help_texts = {
            "room": _("Lessons in this room count. Empty: the device can be told orders, and no lesson counts."),
            "stays_on": _("For what records or serves at night: the school's rule for the night leaves it alone."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["room"]
        assert isinstance(field, forms.ModelChoiceField)
        rooms = Room.objects.visible_to(self.viewer).filter(school__in=schools_held(self.viewer, CHANGE))
        if self.instance.pk:
            rooms = rooms.filter(school=self.instance.school_id)
        rooms = in_use(rooms, timezone.localdate()).select_related("building")
        field.queryset = rooms.order_by("path", "building__name", "name")

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return schools_held(viewer, CHANGE)

    def _get_validation_exclusions(self) -> set[str]:
        """A name counts among those that are there."""
        return super()._get_validation_exclusions() - {"removed_at"}

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        room = found.get("room")
        if room is not None and self.place is not None and room.school_id != self.place.pk:
            self.add_error("room", _("This room belongs to another school."))
        return found


class Whom:
    """Whom an order can be for: schools, floors, rooms and devices of those that a viewer controls."""

    def __init__(self, viewer: Viewer) -> None:
        rows = Terminal.objects.visible_to(viewer, CONTROL).select_related("school", "room__building", "now")
        self.terminals = list(rows.order_by("path", "room__building__name", "room__floor", "room__name", "name"))
        self.words: dict[str, str] = {}
        self.members: dict[str, list[Terminal]] = {}
        for each in self.terminals:
            for key, words in _groups_of(each):
                self.words.setdefault(key, words)
                self.members.setdefault(key, []).append(each)

    def choices(self) -> list[Any]:
        """What a drop-down offers, from the whole to the single device."""
        kinds = (("school", _("The whole school")), ("floor", _("A floor")), ("room", _("A room")),
                 ("device", _("A device")))  # fmt: skip
        groups = [(label, list(self._of(kind))) for kind, label in kinds]
        return [("", _("Choose whom the order is for")), *(group for group in groups if group[1])]

    def _of(self, kind: str) -> Iterator[Choice]:
        for key, words in self.words.items():
            if key.startswith(f"{kind}-"):
                number = len(self.members[key])
                text = ngettext("%(n)s device", "%(n)s devices", number) % {"n": number}
                yield key, words if kind == "device" else f"{words} · {text}"


def _groups_of(terminal: Terminal) -> Iterator[Choice]:
    yield f"school-{terminal.school_id}", str(terminal.school.name)
    room = terminal.room
    if room is not None and room.building is not None and room.floor is not None:
        floor = gettext("%(building)s, floor %(floor)s") % {"building": room.building.name, "floor": room.floor}
        yield f"floor-{room.building_id}-{room.floor}", floor
    if room is not None:
        yield f"room-{room.pk}", str(room)
    yield f"device-{terminal.pk}", f"{room} · {terminal.name}" if room is not None else terminal.name


class OrderForm(forms.Form):
    """What is to be done by which devices."""

    do = forms.ChoiceField(label=_("the order"), choices=Order.Do.choices)
    whom = forms.ChoiceField(label=_("whom it reaches"))
    text = forms.CharField(
        label=_("text of the message"), max_length=120, required=False, help_text=_("Only for “Show a message”.")
    )
    in_lessons = forms.BooleanField(
        label=_("Also where there is a lesson now"), required=False,
        help_text=_("Without it, an order that would disturb a lesson isn't given."),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, *, viewer: Viewer, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.reachable = Whom(viewer)
        field = self.fields["whom"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = self.reachable.choices()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("do") == Order.Do.MESSAGE and not found.get("text"):
            self.add_error("text", _("Write what is to be shown."))
        return found

    @property
    def terminals(self) -> list[Terminal]:
        """The devices that were chosen."""
        return self.reachable.members[self.cleaned_data["whom"]]


class NightRuleForm(AtPlaceForm):
    """When a school is switched off."""

    class Meta:
        model = NightRule
        fields = ["school", "off_at", "paused_until"]
        widgets = {"off_at": TimeInput(), "paused_until": DateInput()}
        help_texts = {
            "off_at": _("Empty: never. Devices in use are left alone and looked at again, for three hours."),
            "paused_until": _("For evenings on which the school is used: nothing is switched off up to this day."),
        }

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return schools_held(viewer, CHANGE)
