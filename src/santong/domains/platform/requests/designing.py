"""The form in which people draw a path: a list of stages, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from santong.domains.platform.identity.public import Person
from santong.domains.platform.requests.colleagues import colleague_field
from santong.domains.platform.requests.engine.stages import Decider, How, Source, Stage
from santong.domains.platform.requests.kinds import RequestKind, names_of
from santong.domains.platform.requests.promises import LONGEST as MOST_HOURS
from santong.domains.platform.requests.sources import declared_choices, is_declared
from santong.kit.access import Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.formula_words import formula_in_words, problem_in_words
from santong.lib.formulas import FormulaError, Kind, read
from santong.lib.whole_numbers import whole_number

COUNT = "stages"
LEADER, PEOPLE = "leader", "people"
LONGEST_TITLE = 40
NAMED_BY = "named."
"""The choices of those whom a request names itself begin so."""
NAMED = 3
"""People who can be named for one stage."""


class PathForm(forms.Form):
    """The stages of a path. `stages` are those shown first; posted data say how many there are."""

    def __init__(
        self, data: QueryDict | None, *, stages: Sequence[Stage], kind: RequestKind, viewer: Viewer, path: str
    ) -> None:
        super().__init__(data)
        self.kind, self.viewer, self.path = kind, viewer, path
        self.people = {person.pk: person for person in _people_in(stages)}
        given = whole_number(data.get(COUNT, "")) if data is not None else None
        self.count = min(given if given is not None else len(stages), 20)
        self.fields[COUNT] = forms.IntegerField(widget=forms.HiddenInput, initial=self.count, required=False)
        for at in range(self.count):
            self._add(at, stages[at] if at < len(stages) else None)

    def _add(self, at: int, stage: Stage | None) -> None:
        fields = self.fields
        fields[f"title_{at}"] = forms.CharField(label=_("What the stage is called"), max_length=LONGEST_TITLE)
        fields[f"who_{at}"] = forms.ChoiceField(label=_("Who decides"), choices=_deciders(self.kind))
        for number in range(NAMED):
            fields[f"person_{at}_{number}"] = colleague_field(
                self.viewer, self.path, label=_("Person %(n)s") % {"n": number + 1}, required=False, help_text=""
            )
        fields[f"how_{at}"] = forms.ChoiceField(label=_("How many have to agree"), choices=_hows())
        fields[f"share_{at}"] = forms.IntegerField(
            label=_("Share in per cent"), min_value=1, max_value=100, required=False
        )
        fields[f"condition_{at}"] = forms.CharField(
            label=_("Only when"), required=False, max_length=500, help_text=_words_for(self.kind)
        )
        fields[f"hours_{at}"] = forms.IntegerField(
            label=_("Working hours promised"), min_value=0, max_value=MOST_HOURS, required=False
        )
        if stage is not None:
            self.initial = {**self.initial, **self._initial(at, stage)}

    def _initial(self, at: int, stage: Stage) -> dict[str, Any]:
        decider = stage.deciders[0]
        named = [self.people[key] for key in decider.people if key in self.people]
        return {
            f"title_{at}": stage.title,
            f"who_{at}": _chosen(decider),
            **{f"person_{at}_{number}": person for number, person in enumerate(named[:NAMED])},
            f"how_{at}": stage.how.value,
            f"share_{at}": stage.share or None,
            f"condition_{at}": stage.condition,
            f"hours_{at}": stage.hours or None,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for at in range(self.count):
            self._check(at, data)
        return data

    def _check(self, at: int, data: dict[str, Any]) -> None:
        condition = data.get(f"condition_{at}")
        try:
            if condition:
                read(condition, names_of(self.kind), gives=Kind.TRUTH)
        except FormulaError as problem:
            self.add_error(f"condition_{at}", problem_in_words(problem))
        if data.get(f"who_{at}") == PEOPLE and not self._named(at, data):
            self.add_error(f"person_{at}_0", _("Name at least one person."))
        if data.get(f"how_{at}") == How.SHARE and not data.get(f"share_{at}"):
            self.add_error(f"share_{at}", _("Say how many per cent have to agree."))

    def _named(self, at: int, data: dict[str, Any]) -> list[Person]:
        people = [data.get(f"person_{at}_{number}") for number in range(NAMED)]
        return [person for person in dict.fromkeys(people) if person is not None]

    def stages(self) -> list[Stage]:
        """The stages as they were filled in."""
        return [self._stage(at) for at in range(self.count)]

    def _stage(self, at: int) -> Stage:
        data = self.cleaned_data
        how = How(data[f"how_{at}"])
        return Stage(
            title=data[f"title_{at}"],
            deciders=(_decider(data[f"who_{at}"], self._named(at, data)),),
            how=how,
            share=(data.get(f"share_{at}") or 0) if how == How.SHARE else 0,
            condition=data.get(f"condition_{at}") or "",
            hours=data.get(f"hours_{at}") or 0,
        )

    def blocks(self) -> list[dict[str, Any]]:
        """The fields of each stage with its condition read back, for the page."""
        names = ("title", "who", *(f"person_{{at}}_{n}" for n in range(NAMED)), "how", "share", "condition", "hours")
        return [
            {
                "at": at,
                "fields": [self[name.format(at=at) if "{at}" in name else f"{name}_{at}"] for name in names],
                "words": self._in_words(at),
                "is_last": at == self.count - 1,
            }
            for at in range(self.count)
        ]

    def _in_words(self, at: int) -> str:
        text = self[f"condition_{at}"].value() or ""
        return condition_in_words(text, self.kind)


def condition_in_words(text: str, kind: RequestKind) -> str:
    """A condition read back as a sentence; "" for none, and for one that can't be read."""
    try:
        formula = read(text, names_of(kind), gives=Kind.TRUTH)
    except FormulaError:
        return ""
    return formula_in_words(formula)


def new_stage() -> Stage:
    """What is added to a path first: whoever leads decides."""
    return Stage(_("New stage"), (Decider(Source.LEADER),))


def _decider(chosen: str, people: list[Person]) -> Decider:
    if chosen == LEADER:
        return Decider(Source.LEADER)
    if chosen == PEOPLE:
        return Decider(Source.PEOPLE, people=tuple(person.pk for person in people))
    if chosen.startswith(NAMED_BY):
        return Decider(Source.NAMED, chosen.removeprefix(NAMED_BY))
    return Decider(Source.DECLARED if is_declared(chosen) else Source.ROLE, chosen)


def _chosen(decider: Decider) -> str:
    if decider.source == Source.NAMED:
        return f"{NAMED_BY}{decider.name}"
    return decider.name or decider.source.value


def _deciders(kind: RequestKind) -> list[tuple[str, Any]]:
    named = [(f"{NAMED_BY}{name}", label) for name, label in kind.named]
    roles = [(role.name, role.label) for role in roles_by_name().values() if role.category == "staff"]
    return [(LEADER, _("Whoever leads")), *roles, *declared_choices(), *named, (PEOPLE, _("People by name"))]


def _hows() -> list[tuple[str, str]]:
    return [
        (How.ONE.value, _("One of them")),
        (How.ALL.value, _("All of the deciders")),
        (How.SHARE.value, _("A share")),
    ]


def _words_for(kind: RequestKind) -> str:
    words = "、".join(names_of(kind))
    return _("A condition such as “天数 > 3”; you can use: %(words)s.") % {"words": words} if words else ""


def _people_in(stages: Sequence[Stage]) -> list[Person]:
    keys = [key for stage in stages for decider in stage.deciders for key in decider.people]
    return list(Person.objects.noted(keys)) if keys else []
