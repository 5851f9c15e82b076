"""Forms about screens, their panels, emergency messages, posts, and what a school chooses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.places.public import Room, in_use
from santong.domains.campus.screens.content import CHOSEN, blocks_at, usual_rules
from santong.domains.campus.screens.models import ALARM, CHANGE, POST, Alarm, Screen, ScreenPost, ScreenRules
from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.organisations.public import (
    AtPlaceForm,
    Organisation,
    PlaceField,
    school_of,
    schools_held,
)
from santong.kit.access import Viewer
from santong.kit.forms import DateInput, TimeInput
from santong.kit.screens import CLASS, ROOM

MINUTES = ((10, _("10 minutes")), (30, _("30 minutes")), (60, _("an hour")), (240, _("4 hours")))
CODE_HELP = _("The eight characters that the panel shows.")


class ScreenForm(AtPlaceForm):
    """What a screen is for, and which panel shows it."""

    code = forms.CharField(
        label=_("code on the panel"), required=False, max_length=20,
        help_text=_("The eight characters that the panel shows. Empty: the panel is added later."),
    )  # fmt: skip

    class Meta:
        model = Screen
        fields = ["school", "code", "place", "school_class", "room", "name"]
        help_texts = {
            "room": _("Where it hangs; for a screen of a room, the room that it shows."),
            "name": _("Empty: called as what it shows."),
        }

    field_order = ("code", "school", "place", "school_class", "room", "name")

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        if self.instance.pk:
            del self.fields["code"]
        else:
            self.initial["code"] = code
        today, viewer = timezone.localdate(), self.viewer
        classes = Organisation.objects.visible_to(viewer, CHANGE).filter(kind=Organisation.Kind.CLASS)
        rooms = Room.objects.visible_to(viewer).filter(school__in=schools_held(viewer, CHANGE))
        if self.instance.pk:
            classes = classes.filter(path__startswith=self.instance.school.path)
            rooms = rooms.filter(school=self.instance.school_id)
        self._choose("school_class", classes.open_on(today).select_related("parent").order_by("path"))
        self._choose("room", in_use(rooms, today).select_related("building").order_by("path", "building__name", "name"))

    def _choose(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return schools_held(viewer, CHANGE)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        place, chosen, room = found.get("place"), found.get("school_class"), found.get("room")
        if place == CLASS and chosen is None and "school_class" not in self.errors:
            self.add_error("school_class", _("Choose the class that it shows."))
        if place == ROOM and room is None and "room" not in self.errors:
            self.add_error("room", _("Choose the room that it shows."))
        if place != CLASS:
            found["school_class"] = chosen = None
        if self.place is not None:
            self._demand_same_school(self.place, chosen, room)
            self.instance.path = chosen.path if chosen is not None else self.place.path
        if not found.get("name") and place:
            named = {CLASS: chosen, ROOM: room}.get(place)
            found["name"] = str(named or Screen.Place(place).label)[:40]
        return found

    def _demand_same_school(self, school: Organisation, chosen: Organisation | None, room: Room | None) -> None:
        if chosen is not None and school_of(chosen) != school:
            self.add_error("school_class", _("This class belongs to another school."))
        if room is not None and room.school_id != school.pk:
            self.add_error("room", _("This room belongs to another school."))

    def _get_validation_exclusions(self) -> set[str]:
        """An empty name was given above, so whether the school has it already is asked all the same."""
        return super()._get_validation_exclusions() - {"name"}  # type: ignore[misc]


class CodeForm(forms.Form):
    """The code on a panel."""

    code = forms.CharField(label=_("code on the panel"), max_length=20, help_text=CODE_HELP)


class AlarmForm(AtPlaceForm):
    """An emergency message, and for how long."""

    minutes = forms.TypedChoiceField(
        label=_("How long"), choices=MINUTES, coerce=int, initial=30,
        help_text=_("It ends by itself then, or before when you press “Take off the screens”."),
    )  # fmt: skip

    class Meta:
        model = Alarm
        fields = ["school", "text"]
        help_texts = {"text": _("In a few words what everybody does now. Within ten seconds it fills every screen.")}

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return schools_held(viewer, ALARM)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.place is not None:
            refuse_forbidden(self, ["text"], self.place.path)
        return found


class PostForm(AtPlaceForm):
    """An announcement or an honour."""

    placed_by = "organisation"

    class Meta:
        model = ScreenPost
        fields = ["organisation", "kind", "title", "text", "since", "until"]
        field_classes = {"organisation": PlaceField}
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "since": DateInput(), "until": DateInput()}
        help_texts = {
            "text": _("Everybody who passes reads it: name children only as their families and the school want it."),
        }

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        rows = Organisation.objects.visible_to(viewer, POST)
        kinds = (Organisation.Kind.SCHOOL, Organisation.Kind.CLASS)
        return rows.filter(kind__in=kinds).open_on(timezone.localdate()).select_related("parent").order_by("path")

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first one."))
        if self.place is not None:
            refuse_forbidden(self, ["title", "text"], self.place.path)
        return found


class RulesForm(AtPlaceForm):
    """Which blocks screens show in which order, which names stand on them, and when they are dark."""

    class Meta:
        model = ScreenRules
        fields = ["school", "shows_teachers", "shows_duty", "dark_from", "dark_until"]
        widgets = {"dark_from": TimeInput(), "dark_until": TimeInput()}
        help_texts = {
            "shows_duty": _("Their telephone numbers never are."),
            "dark_until": _("The same time twice: never dark."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = self.instance if self.instance.pk else usual_rules(Organisation())
        for place, field in CHOSEN.items():
            chosen, blocks = getattr(rules, field).split(","), blocks_at(place)
            label = Screen.Place(place).label
            choices = [("", _("Not shown")), *((str(n), str(n)) for n in range(1, len(blocks) + 1))]
            for block in blocks:
                at = str(chosen.index(block.name) + 1) if block.name in chosen else ""
                self.fields[f"{place}-{block.name}"] = forms.ChoiceField(
                    label=f"{label} · {block.label}", choices=choices, initial=at, required=False,
                    help_text=str(block.names),
                )  # fmt: skip

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        taken = ScreenRules.objects.visible_to(viewer).values("school")
        return schools_held(viewer, CHANGE).exclude(pk__in=taken)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        for place, field in CHOSEN.items():
            numbers = {block.name: found.get(f"{place}-{block.name}") for block in blocks_at(place)}
            shown = sorted((int(number), name) for name, number in numbers.items() if number)
            setattr(self.instance, field, ",".join(name for _number, name in shown))
        return found
