"""Forms about bookings and bookable things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.bookings.models import MANAGE, Booking, Thing
from santong.domains.campus.bookings.queries import What, bookable_rooms, bookable_things
from santong.domains.campus.bookings.times import Times, on_day, weekly
from santong.domains.campus.places.public import Room
from santong.domains.platform.calendars.public import school_days
from santong.domains.platform.organisations.public import AtPlaceForm, Organisation, schools_held
from santong.kit.access import Viewer
from santong.kit.forms import DateInput, TimeInput


def key_of(what: What) -> str:
    """What stands in addresses and forms for a room or a thing."""
    return f"{'room' if isinstance(what, Room) else 'thing'}-{what.pk}"


class WhatField(forms.ChoiceField):
    """A room or a thing among those that may be booked, school by school where there are several."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Room or thing"), **kwargs)
        self.known: dict[str, What] = {}

    def offer(self, rooms: Iterable[Room], things: Iterable[Thing]) -> None:
        """The rows to choose from."""
        offered: tuple[list[What], list[What]] = ([*rooms], [*things])
        self.known = {key_of(each): each for some in offered for each in some}
        groups = [(_("Rooms"), _choices(offered[0])), (_("Things"), _choices(offered[1]))]
        self.choices = [("", ""), *(group for group in groups if group[1])]

    def clean(self, value: Any) -> Any:
        return self.known[super().clean(value)]


def _choices(rows: Iterable[What]) -> list[tuple[str, str]]:
    return [(key_of(each), _named(each)) for each in rows]


def _named(what: What) -> str:
    seats = f" · {what.seats}" if isinstance(what, Room) and what.seats else ""
    return f"{what}{seats}"


class BookingForm(forms.Form):
    """What, when, what for, and until when it repeats."""

    what = WhatField()
    title = forms.CharField(label=_("Purpose of the booking"), max_length=80)
    day = forms.DateField(label=_("Day"), widget=DateInput())
    begins = forms.TimeField(label=_("Begins"), widget=TimeInput())
    ends = forms.TimeField(label=_("Ends"), widget=TimeInput())
    until = forms.DateField(
        label=_("Every week until"), required=False, widget=DateInput(), help_text=_("Empty: only once.")
    )
    school_days = forms.BooleanField(label=_("Leave out holidays when it repeats"), required=False, initial=True)
    leave_out = forms.CharField(
        label=_("Not on these days"),
        required=False,
        max_length=200,
        help_text=_("Days such as 2026-12-25, several with a comma between them."),
    )

    def __init__(self, data: QueryDict | None, *, viewer: Viewer, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["what"]
        assert isinstance(field, WhatField)
        field.offer(bookable_rooms(viewer), bookable_things(viewer))

    def clean_leave_out(self) -> set[Any]:
        """The days that were written."""
        words = self.cleaned_data["leave_out"].replace("，", ",").replace("、", ",").replace(" ", ",").split(",")
        return {_day(word) for word in words if word}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        begins, ends, until = found.get("begins"), found.get("ends"), found.get("until")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("It ends before it begins. Correct the times."))
        if until and found.get("day") and until < found["day"]:
            self.add_error("until", _("This day lies before the first one. Choose a later one, or leave it empty."))
        if until and (until - timezone.localdate()).days > 400:
            self.add_error("until", _("That is more than a year ahead. Choose an earlier day."))
        return found

    def times(self) -> list[Times]:
        """All the times that are wanted, without the days left out."""
        found = self.cleaned_data
        first = on_day(found["day"], found["begins"], found["ends"])
        return list(self._kept(weekly(first, found["until"])))

    def _kept(self, times: Iterator[Times]) -> Iterator[Times]:
        found = self.cleaned_data
        only_school_days = found["school_days"] and found["until"]
        last = found["until"] or found["day"]
        taught = set(school_days(found["what"].path, found["day"], last)) if only_school_days else set()
        for number, each in enumerate(times):
            is_left_out = each.day in found["leave_out"] or (number and only_school_days and each.day not in taught)
            if not is_left_out:
                yield each


def _day(word: str) -> Any:
    return forms.DateField(
        error_messages={"invalid": _("“%(word)s” is no day. Write it as 2026-12-25.") % {"word": word[:20]}}
    ).clean(word)


class CancelForm(forms.Form):
    """Whether all that follow are cancelled too; only where there are some."""

    all_following = forms.BooleanField(label=_("All following ones of the series too"), required=False)

    def __init__(self, data: QueryDict | None, row: Booking, viewer: Viewer) -> None:
        super().__init__(data)
        if row.series is None:
            del self.fields["all_following"]


class MoveForm(CancelForm):
    """Another time."""

    day = forms.DateField(label=_("Day"), widget=DateInput())
    begins = forms.TimeField(label=_("Begins"), widget=TimeInput())
    ends = forms.TimeField(label=_("Ends"), widget=TimeInput())
    field_order = ("day", "begins", "ends", "all_following")

    def __init__(self, data: QueryDict | None, row: Booking, viewer: Viewer) -> None:
        super().__init__(data, row, viewer)
        begins, ends = timezone.localtime(row.begins), timezone.localtime(row.ends)
        self.initial = {"day": begins.date(), "begins": begins.time(), "ends": ends.time()}


class ThingForm(AtPlaceForm):
    """Something that is lent."""

    class Meta:
        model = Thing
        fields = ["school", "name", "kept_at", "bookable", "needs_approval"]

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return schools_held(viewer, MANAGE)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.instance.pk is not None and self._is_taken(found.get("name", "")):
            raise ValidationError({"name": _("The school has a thing of this name already.")})
        return found

    def _is_taken(self, name: str) -> bool:
        rows = Thing.objects.belonging_to(school=self.instance.school).filter(name=name)
        return rows.exclude(pk=self.instance.pk).exists()
