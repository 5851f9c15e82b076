"""Forms about dashboards, boundaries and big screens."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.dashboards.actions import panels_of
from santong.domains.governance.dashboards.models import (
    VIEW,
    WALLS,
    WRITE,
    Boundary,
    Dashboard,
    DashboardPanel,
    PanelKind,
    Wall,
    WallBoard,
)
from santong.domains.governance.dashboards.reading import figures_to_choose
from santong.domains.governance.dashboards.shapes import fault_in_words, lines_of, matched
from santong.domains.governance.indicators.public import LEVELS, Indicator
from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.organisations.public import AtPlaceForm, Organisation, PlaceField, offices_held
from santong.kit.access import Viewer, ancestor_paths
from santong.kit.measures.public import Measure
from santong.kit.registry import registry
from santong.lib.boundaries import (
    MOST_BYTES,
    BoundaryFault,
    Feature,
    check_span,
    features_of,
    in_wgs84,
    ring_of_lines,
    simplified,
)

Kind = Organisation.Kind
MOST_NEAR = 30
"""Boundaries that are shown around one that is drawn."""
CODE_HELP = _("The eight characters that the device shows at /wall/.")


def bureaus_held(viewer: Viewer) -> QuerySet[Organisation]:
    """The bureaus for which a viewer composes dashboards."""
    return offices_held(viewer, WRITE).exclude(kind=Kind.SCHOOL)


class DashboardForm(AtPlaceForm):
    """A dashboard: its name, for places of which level, for whom."""

    placed_by = "place"

    class Meta:
        model = Dashboard
        fields = ["place", "name", "note", "level", "shared"]
        field_classes = {"place": PlaceField}
        help_texts = {
            "level": _("A dashboard for schools shows each school its own figures."),
            "shared": _("Else only those see it who see everything of the place that keeps it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "place" in self.fields:
            self.fields["place"].required = True

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return bureaus_held(viewer)

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if self.place is not None:
            refuse_forbidden(self, ["name", "note"], self.place.path)
        return found


class PanelForm(forms.Form):
    """A figure, and how it is shown."""

    figure = forms.ChoiceField(label=_("Which figure"), help_text=_("Those that you may see yourself."))
    kind = forms.ChoiceField(label=_("shown as"), choices=PanelKind.choices)

    def __init__(self, data: QueryDict | None, row: Dashboard, viewer: Viewer) -> None:
        super().__init__(data)
        self.row = row
        field = self.fields["figure"]
        assert isinstance(field, forms.ChoiceField)
        groups = figures_to_choose(viewer, row.place) if row.place is not None else []
        field.choices = [(name or _("What is counted"), choices) for name, choices in groups]

    def clean_figure(self) -> tuple[int | None, str]:
        """The key of an indicator or the name of a measure."""
        kind, _dash, name = self.cleaned_data["figure"].partition("-")
        return (int(name), "") if kind == "i" else (None, name)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        figure = found.get("figure")
        if figure and figure[1] and found.get("kind") == PanelKind.PEERS:
            self.add_error(
                "kind", _("Peers are there for indicators alone. Choose an indicator, or show it otherwise.")
            )
        return found


class ArrangeForm(forms.Form):
    """Where each figure stands, how it is shown, which go."""

    def __init__(self, data: QueryDict | None, row: Dashboard, viewer: Viewer) -> None:
        super().__init__(data)
        self.panels = panels_of(row)
        names = names_of(row)
        for number, (kind, indicator, _measure) in enumerate(self.panels):
            choices = [(value, label) for value, label in PanelKind.choices if indicator or value != PanelKind.PEERS]
            self.fields[f"at-{number}"] = forms.IntegerField(
                label=_("%(n)s. %(name)s: place in the order") % {"n": number + 1, "name": names[number]},
                initial=number + 1, min_value=0, max_value=99, help_text=_("0 takes it off."),
            )  # fmt: skip
            self.fields[f"as-{number}"] = forms.ChoiceField(label=_("shown as"), choices=choices, initial=kind)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if self.errors:
            return found
        kept = [
            (found[f"at-{number}"], number, (found[f"as-{number}"], indicator, measure))
            for number, (_kind, indicator, measure) in enumerate(self.panels)
            if found[f"at-{number}"]
        ]
        return {"wanted": [figure for _at, _number, figure in sorted(kept, key=lambda each: each[:2])]}


def names_of(dashboard: Dashboard) -> list[str]:
    """What stands on a dashboard, in words."""
    rows = DashboardPanel.objects.belonging_to(dashboard=dashboard).order_by("order", "pk")
    keys = [row.indicator_id for row in rows if row.indicator_id]
    indicators = dict(Indicator.objects.noted(keys).values_list("pk", "name"))
    measures = registry.by_name(Measure)
    return [
        indicators.get(row.indicator_id or 0, "—")
        if row.indicator_id
        else str(measures[row.measure].label if row.measure in measures else row.measure)
        for row in rows
    ]


class CopyForm(forms.Form):
    """Whose the copy is, and what it is called."""

    place = PlaceField(label=_("for"), queryset=Organisation.objects.none())
    name = forms.CharField(label=_("name of the dashboard"), max_length=40)

    def __init__(self, data: QueryDict | None, row: Dashboard, viewer: Viewer) -> None:
        super().__init__(data, initial={"name": row.name})
        field = self.fields["place"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bureaus_held(viewer)
        if len(only := list(field.queryset[:2])) == 1:
            self.initial["place"] = only[0].pk

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if place := found.get("place"):
            refuse_forbidden(self, ["name"], place.path)
        return found


class BoundaryForm(AtPlaceForm):
    """A boundary: from a file of GeoJSON, or as a table of coordinates that can be drawn by clicking."""

    placed_by = "place"

    file = forms.FileField(
        label=_("GeoJSON file"), required=False,
        help_text=_(
            "One shape, or several that bear the names or division codes of this place and of those right below."
        ),
    )  # fmt: skip
    skip = forms.BooleanField(label=_("Leave out what fits no place"), required=False)
    lines = forms.CharField(
        label=_("Points of the outline"), required=False, max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Longitude and latitude, a point on each line, such as 98.51, 39.74. Or click into the picture."),
    )  # fmt: skip

    class Meta:
        model = Boundary
        fields = ["place", "datum", "source"]
        field_classes = {"place": PlaceField}
        help_texts = {
            "source": _("Such as: drawn by the information section, from the city's open data."),
            "datum": _("They lie some hundred metres apart. What is given as GCJ-02 is kept as WGS-84."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shapes: dict[Organisation, Any] = {}
        if self.instance.pk:
            self.initial["lines"] = lines_of(self.instance.shape)
            self.initial["datum"] = Boundary.Datum.WGS84

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        rows = Organisation.objects.visible_to(viewer, WRITE).filter(kind__in=list(LEVELS), valid_until=None)
        return rows.order_by("path")

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        place = self.place
        if place is None or self.errors:
            return found
        refuse_forbidden(self, ["source"], place.path)
        field = "file" if found.get("file") else "lines"
        try:
            self.shapes = self._read(place, found)
        except BoundaryFault as fault:
            self.add_error(field, fault_in_words(fault))
        return found

    @property
    def near(self) -> str:
        """The outer rings of other boundaries that the viewer sees, as JSON, to draw along."""
        rows = Boundary.objects.visible_to(self.viewer).exclude(pk=self.instance.pk).order_by("path")
        shapes = rows.values_list("shape", flat=True)[:MOST_NEAR]
        return json.dumps([polygon[0] for shape in shapes for polygon in shape], separators=(",", ":"))

    def _read(self, place: Organisation, found: dict[str, Any]) -> dict[Organisation, Any]:
        file = found.get("file")
        if not file and not found.get("lines", "").strip():
            raise BoundaryFault("nothing")
        features = features_of(_text_of(file)) if file else [Feature([[ring_of_lines(found["lines"])]], {})]
        for feature in features:
            check_span(feature.shape)
        fitting, strange = matched(self.viewer, place, features)
        if not fitting:
            raise BoundaryFault("names", names="、".join(strange[:6]))
        if strange and not found.get("skip"):
            raise BoundaryFault("strange", names="、".join(strange[:6]))
        return {each: simplified(in_wgs84(shape, found["datum"])) for each, shape in fitting.items()}


def _text_of(file: Any) -> str:
    if file.size > MOST_BYTES:
        raise BoundaryFault("large", limit=MOST_BYTES // 1_000_000)
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise BoundaryFault("json") from problem


class WallForm(AtPlaceForm):
    """A big screen: whose figures, which dashboards, how long each; with the code of its device."""

    placed_by = "place"

    boards = forms.TypedMultipleChoiceField(
        label=_("dashboards in turn"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    code = forms.CharField(label=_("code on the panel"), max_length=20, required=False, help_text=CODE_HELP)

    class Meta:
        model = Wall
        fields = ["place", "name", "seconds"]
        field_classes = {"place": PlaceField}

    def __init__(self, *args: Any, code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["boards"]
        assert isinstance(field, forms.ChoiceField)
        rows = Dashboard.objects.visible_to(self.viewer, VIEW).order_by("level", "path", "order", "pk")
        self.known = {row.pk: row for row in rows}
        field.choices = [(row.pk, f"{row.name} · {row.get_level_display()}") for row in self.known.values()]
        if self.instance.pk:
            del self.fields["code"]
            kept = WallBoard.objects.belonging_to(wall=self.instance).values_list("dashboard", flat=True)
            self.initial["boards"] = list(kept)
        else:
            self.initial["code"] = code

    def places(self, viewer: Viewer) -> QuerySet[Organisation]:
        return offices_held(viewer, WALLS)

    def clean_boards(self) -> list[Dashboard]:
        """The dashboards themselves, in the order in which they are offered."""
        return [row for key, row in self.known.items() if key in self.cleaned_data["boards"]]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        place = self.place
        if place is None:
            return found
        refuse_forbidden(self, ["name"], place.path)
        level, above = LEVELS[Kind(place.kind)], ["", *ancestor_paths(place.path)]
        wrong = [row.name for row in found.get("boards") or () if row.level != level or row.path not in above]
        if wrong:
            said = _("Not for this place: %(names)s. Choose dashboards of its level.")
            self.add_error("boards", said % {"names": "、".join(wrong)})
        return found


class CodeForm(forms.Form):
    """The code on a device."""

    code = forms.CharField(label=_("code on the panel"), max_length=20, help_text=CODE_HELP)
