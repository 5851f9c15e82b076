"""Forms of those who ask: what a survey is about, one of its questions, a section, when it is opened again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.moderation.public import refuse_forbidden
from santong.domains.platform.notices.public import place_field, prepare
from santong.domains.platform.surveys.conditions import NUMBERS, fault_of
from santong.domains.platform.surveys.content import (
    LONGEST_LABEL,
    MOST_OPTIONS,
    MOST_ROWS,
    WITH_OPTIONS,
    Condition,
    Content,
    Field,
    FieldKind,
    Section,
    Sensitive,
    Test,
    options_from,
    sensitive_by_words,
)
from santong.domains.platform.surveys.models import Survey
from santong.kit.access import Viewer
from santong.kit.facts import facts, held
from santong.kit.forms import EMPTY, DateInput

TEXTS = ("title", "text")
TESTS = 3
"""Tests that a condition can have."""
MOST_FILES = 9


class SurveyForm(forms.ModelForm):
    """Title, words, days, how it is answered, and what every request for data has to say."""

    asked_by = place_field(_("Asked by"), help_text=_("In the name of which place people are asked."))

    class Meta:
        model = Survey
        fields = [
            "title", "text", "opens_on", "closes_on", "is_anonymous", "several", "may_correct",
            "ground", "minutes", "authority", "frequency",
        ]  # fmt: skip
        widgets = {"text": forms.Textarea(attrs={"rows": 5}), "opens_on": DateInput(), "closes_on": DateInput()}
        help_texts = {
            "text": _("Whoever answers reads this first."),
            "opens_on": _("Left empty: as soon as it is opened."),
            "is_anonymous": _("Nobody can find out who answered what, not even you. Results show from 5 answers on."),
            "ground": _("One sentence that whoever answers reads."),
            "minutes": _("Fill it in yourself and take the time. A bureau that asks schools has to say it."),
            "authority": _("The plan or document that provides for it. A bureau that asks schools has to say it."),
        }

    def __init__(self, *args: Any, viewer: Viewer, place: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prepare(self, viewer)
        self.order_fields(["title", "text", "asked_by"])
        if self.instance.pk:
            self.initial["asked_by"] = self.instance.organisation
        elif place is not None:
            self.initial["asked_by"] = place

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens_on, closes_on = data.get("opens_on"), data.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error("closes_on", _("The last day lies before the first. Choose a later one."))
        elif closes_on and "closes_on" in self.changed_data and closes_on < timezone.localdate():
            self.add_error("closes_on", _("This day has passed. Choose today or a later day."))
        if self.instance.state != Survey.State.DRAFT:
            for name in ("opens_on", "closes_on"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("It is open: it needs a first and a last day."))
        if data.get("is_anonymous"):
            # What is anonymous is answered once: the database holds it, too.
            self.instance.several = self.instance.may_correct = False
            data["several"] = data["may_correct"] = False
        if data.get("asked_by"):
            refuse_forbidden(self, TEXTS, data["asked_by"].path)
        return data

    def save(self, commit: bool = True) -> Any:
        """The survey with its place; the action writes it."""
        self.instance.organisation = self.cleaned_data["asked_by"]
        return super().save(commit=False)


class SectionForm(forms.Form):
    """A heading, and what stands below it."""

    title = forms.CharField(label=_("Heading"), max_length=80)
    text = forms.CharField(
        label=_("Explanation"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def section(self, before: Section) -> Section:
        """The section as it was filled in."""
        return Section(self.cleaned_data["title"], self.cleaned_data["text"], before.fields)


class FieldForm(forms.Form):
    """A question of a kind; `name` is that of the one that is changed, or of the new one.

    `content` is the form in which it stands: conditions may speak of the questions before it.
    """

    label = forms.CharField(label=_("Question"), max_length=LONGEST_LABEL)
    help = forms.CharField(
        label=_("Explanation"), max_length=300, required=False, help_text=_("Stands small below the question.")
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False)

    def __init__(
        self, data: QueryDict | None = None, *, content: Content, name: str, kind: str, path: str, section: int = 0
    ) -> None:
        self.content, self.name, self.kind, self.path = content, name, FieldKind(kind), path
        self.known = content.find(name)
        self.before = content.before(name) if self.known else _fields_until(content, section)
        super().__init__(data, initial=_initial(self.known) if self.known else {"match": "all"})
        self._add_kinds_own()
        self._add_sensitive()
        self._add_condition()

    def _add_kinds_own(self) -> None:
        fields = self.fields
        if self.kind == FieldKind.FACT:
            fields["fact"] = forms.ChoiceField(
                label=_("Which fact"),
                choices=[(fact.name, f"{fact.label} · {fact.source}") for fact in facts()],
                help_text=_("It is shown with its source; people confirm it, or say what is wrong."),
            )
            fields["label"].required = False
            fields["label"].help_text = _("Left empty: what the fact is called.")
            del fields["required"]
        if self.kind in WITH_OPTIONS:
            is_table = self.kind == FieldKind.TABLE
            fields["options"] = forms.CharField(
                label=_("Columns, one a line") if is_table else _("What can be chosen, one a line"),
                widget=forms.Textarea(attrs={"rows": 5}),
                max_length=4000,
            )
        if self.kind == FieldKind.NUMBER:
            fields["unit"] = forms.CharField(label=_("Unit of measure"), max_length=12, required=False)
            fields["least"] = forms.FloatField(label=_("At least"), required=False)
            fields["most"] = forms.FloatField(label=_("At most"), required=False)
        if self.kind == FieldKind.SCALE:
            fields["low"] = forms.CharField(label=_("Words for 1"), max_length=20, required=False)
            fields["high"] = forms.CharField(label=_("Words for 5"), max_length=20, required=False)
        if self.kind in (FieldKind.FILE, FieldKind.TABLE):
            label = _("Rows at most") if self.kind == FieldKind.TABLE else _("Files at most")
            most = MOST_ROWS if self.kind == FieldKind.TABLE else MOST_FILES
            fields["most"] = forms.IntegerField(label=label, min_value=1, max_value=most, initial=5)

    def _add_sensitive(self) -> None:
        self.fields["sensitive"] = forms.ChoiceField(
            label=_("Asks for sensitive information"),
            choices=[("", _("No")), *Sensitive.choices],
            required=False,
        )
        self.fields["reason"] = forms.CharField(
            label=_("Why it is asked for"),
            max_length=200,
            required=False,
            help_text=_("Whoever answers reads it. Sensitive information needs a reason."),
        )

    def _add_condition(self) -> None:
        if not self.before:
            return
        what = _what_choices(self.before)
        self.fields["match"] = forms.ChoiceField(
            label=_("Show it"),
            choices=[("all", _("when all of this holds")), ("any", _("when any of this holds"))],
            required=False,
        )
        for at in range(TESTS):
            shown = {"n": at + 1}
            self.fields[f"what_{at}"] = forms.ChoiceField(
                label=gettext("Only when (%(n)s)") % shown, choices=what, required=False
            )
            self.fields[f"verb_{at}"] = forms.ChoiceField(
                label=gettext("Is (%(n)s)") % shown, choices=VERBS, required=False
            )
            self.fields[f"number_{at}"] = forms.FloatField(label=gettext("Number (%(n)s)") % shown, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._check_bounds(data)
        self._check_options(data)
        self._check_sensitive(data)
        for at in range(TESTS if self.before else 0):
            self._check_test(at, data)
        refuse_forbidden(self, ["label"], self.path)
        if not self.errors and (fault := fault_of(self.field(), self.before)):
            self.add_error("what_0", fault)
        return data

    def _check_bounds(self, data: dict[str, Any]) -> None:
        least, most = data.get("least"), data.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("The largest number is smaller than the smallest. Exchange them."))

    def _check_options(self, data: dict[str, Any]) -> None:
        if "options" not in data:
            return
        options = self._options()
        least = 1 if self.kind == FieldKind.TABLE else 2
        if len(options) < least:
            self.add_error("options", _("Write at least two lines.") if least == 2 else _("Write at least one line."))
        if len(options) > MOST_OPTIONS:
            self.add_error("options", gettext("At most %(most)s lines are possible.") % {"most": MOST_OPTIONS})

    def _check_sensitive(self, data: dict[str, Any]) -> None:
        label = data.get("label") or ""
        found = data.get("sensitive") or sensitive_by_words(label) or self._fact_is_sensitive(data)
        if found and not data.get("reason"):
            kind = Sensitive(found).label
            self.add_error(
                "reason",
                gettext("This asks for sensitive information (%(kind)s): say why you need it.") % {"kind": kind},
            )
        data["sensitive"] = found
        fact = held(label) if self.kind == FieldKind.TEXT else None
        if fact is not None:
            self.hint = gettext("“%(label)s” is known already (%(source)s). Better take it from the records.") % {
                "label": label, "source": fact.source,
            }  # fmt: skip

    hint = ""
    """What is worth knowing about the question, though it can be saved so."""

    def _fact_is_sensitive(self, data: dict[str, Any]) -> str:
        return next((fact.sensitive for fact in facts() if fact.name == data.get("fact")), "")

    def _check_test(self, at: int, data: dict[str, Any]) -> None:
        what = data.get(f"what_{at}") or ""
        if what.endswith(NUMBER) and data.get(f"number_{at}") is None and f"number_{at}" not in self.errors:
            self.add_error(f"number_{at}", _("Write the number."))
        if what and not what.endswith(NUMBER) and data.get(f"verb_{at}") in ("at_least", "at_most"):
            self.add_error(f"verb_{at}", _("Only numbers can be at least or at most something."))

    def _options(self) -> tuple[tuple[str, str], ...]:
        lines = [line[:100] for line in str(self.cleaned_data.get("options") or "").splitlines()]
        return options_from(lines, self.known.options if self.known else ())

    def field(self) -> Field:
        """The question as it was filled in."""
        data = self.cleaned_data
        fact = data.get("fact") or ""
        label = data.get("label") or next((str(each.label) for each in facts() if each.name == fact), "")
        return Field(
            name=self.name,
            kind=str(self.kind),
            label=label,
            help=data.get("help") or "",
            required=bool(data.get("required")),
            options=self._options() if "options" in data else (),
            unit=data.get("unit") or "",
            least=data.get("least"),
            most=data.get("most"),
            low=data.get("low") or "",
            high=data.get("high") or "",
            fact=fact,
            sensitive=data.get("sensitive") or "",
            reason=data.get("reason") or "",
            show=self._condition(),
        )

    def _condition(self) -> Condition | None:
        tests = tuple(self._tests())
        return Condition(self.cleaned_data.get("match") or "all", tests) if tests else None

    def _tests(self) -> Iterator[Test]:
        for at in range(TESTS if self.before else 0):
            what, verb = self.cleaned_data.get(f"what_{at}") or "", self.cleaned_data.get(f"verb_{at}") or "is"
            if not what:
                continue
            if what.endswith(NUMBER):
                yield Test(what.removesuffix(NUMBER), verb, f"{self.cleaned_data[f'number_{at}']:g}")
            elif what.endswith(FILLED):
                yield Test(what.removesuffix(FILLED), "filled" if verb == "is" else "empty")
            else:
                name, _separator, value = what.partition("=")
                yield Test(name, verb, value)

    def main_fields(self) -> list[Any]:
        """The controls of the question itself, for the page."""
        apart = {"sensitive", "reason", "match"}
        return [self[name] for name in self.fields if name not in apart and not name[-1].isdigit()]

    def tests(self) -> list[list[Any]]:
        """The controls of each test, for the page."""
        return [
            [self[f"{part}_{at}"] for part in ("what", "verb", "number")] for at in range(TESTS if self.before else 0)
        ]


NUMBER, FILLED = "#", "?"
"""What ends the choice of a number, and of whether something is filled in."""
VERBS = (
    ("is", _("is")), ("isnt", _("is not")), ("at_least", _("is at least")), ("at_most", _("is at most")),
)  # fmt: skip


def _fields_until(content: Content, section: int) -> list[Field]:
    return [field for each in content.sections[: section + 1] for field in each.fields]


def _what_choices(before: Sequence[Field]) -> list[Any]:
    """What a condition can ask about, by question."""
    groups: list[Any] = [("", EMPTY)]
    for at, field in enumerate(before):
        groups.append((f"{at + 1}. {field.label}"[:60], list(_answers(field))))
    return groups


def _answers(field: Field) -> Iterator[tuple[str, Any]]:
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        yield from ((f"{field.name}={key}", words) for key, words in field.options)
    elif field.kind == FieldKind.YES_NO:
        yield f"{field.name}=yes", _("yes")
    elif field.kind in NUMBERS:
        yield f"{field.name}{NUMBER}", _("the number")
    yield f"{field.name}{FILLED}", _("filled in")


def _initial(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {
        "label": field.label, "help": field.help, "required": field.required, "unit": field.unit,
        "least": field.least, "most": field.most, "low": field.low, "high": field.high, "fact": field.fact,
        "options": "\n".join(words for _key, words in field.options), "sensitive": field.sensitive,
        "reason": field.reason, "match": field.show.match if field.show else "all",
    }  # fmt: skip
    for at, test in enumerate(field.show.tests if field.show else ()):
        found |= _initial_test(at, test)
    return found


def _initial_test(at: int, test: Test) -> dict[str, Any]:
    if test.verb in ("filled", "empty"):
        return {f"what_{at}": f"{test.field}{FILLED}", f"verb_{at}": "is" if test.verb == "filled" else "isnt"}
    what = f"{test.field}={test.value}"
    if test.value.replace(".", "").replace("-", "").isdigit():
        return {f"what_{at}": f"{test.field}{NUMBER}", f"verb_{at}": test.verb, f"number_{at}": float(test.value)}
    return {f"what_{at}": what, f"verb_{at}": test.verb}


class ReopenForm(forms.Form):
    """Until when answers are taken again."""

    closes_on = forms.DateField(label=_("Until"), widget=DateInput())

    def clean_closes_on(self) -> Any:
        """Today or later."""
        day = self.cleaned_data["closes_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
        return day
