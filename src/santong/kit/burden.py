"""What asking people for data costs them: what every request for data has to say, and who may refuse it.

A module that is about to ask people outside its author's own class or office describes that as a `DataRequest` and
calls `refusals`. The rules of this file always hold; further ones are declared as a `BurdenCheck`, by governance for
instance: a yearly list, a budget of minutes, a calm week before the examinations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from santong.kit.facts import held
from santong.kit.registry import Declared, Label, registry


class Frequency(models.TextChoices):
    """How often the same is asked for."""

    ONCE = "once", pgettext_lazy("frequency", "Once")
    TERM = "term", gettext_lazy("Every term")
    YEAR = "year", gettext_lazy("Every year")
    MONTH = "month", gettext_lazy("Every month")


@dataclass(frozen=True)
class Asked:
    """A question: its words, and the fact that it is prefilled from, "" for one that people answer themselves."""

    label: str
    fact: str = ""


@dataclass(frozen=True)
class DataRequest:
    """Somebody asks many people for data.

    `owner` is the path of the place that asks, `deadline` the last day for answers. `authority` names what entitles to
    ask (a plan, a document), `ground` what the answers are needed for. `minutes` is how long an answer takes, as the
    asker estimates it. `places` are the paths of those who are asked, `number` how many they are. `asks_schools` says
    that a bureau asks schools or their people.
    """

    title: str
    owner: str
    deadline: date | None
    authority: str
    ground: str
    frequency: str
    minutes: int | None
    number: int
    places: Sequence[str]
    questions: Sequence[Asked]
    asks_schools: bool = False
    is_anonymous: bool = False


@dataclass(frozen=True)
class Refusal:
    """Why people can't be asked so, and what to do about it."""

    reason: Label
    way: Label


@dataclass(frozen=True)
class BurdenCheck(Declared):
    """Refuses requests for data, each with its reasons; none for one that may go out."""

    check: Callable[[DataRequest], Iterable[Refusal]]
    order: int = 100


def refusals(request: DataRequest) -> list[Refusal]:
    """Everything that stands against a request: this file's own rules first, then what is declared."""
    declared = (refusal for each in registry.of(BurdenCheck) for refusal in each.check(request))
    return [*_own(request), *declared]


def _own(request: DataRequest) -> Iterator[Refusal]:
    if request.deadline is None:
        yield Refusal(_("There is no last day for answers."), _("Set one."))
    if request.asks_schools and not request.authority.strip():
        yield Refusal(
            _("A bureau that asks schools says by what authority."),
            _("Name the plan or document that provides for it."),
        )
    if request.asks_schools and not request.minutes:
        yield Refusal(
            _("A bureau that asks schools says how many minutes an answer takes."),
            _("Fill the form in yourself, and write down how long it took."),
        )
    for question in request.questions:
        fact = None if question.fact else held(question.label)
        if fact is not None:
            yield Refusal(
                _("“%(question)s” is known already: %(source)s.") % {"question": question.label, "source": fact.source},
                _("Leave it out: it would lead anonymous answers back to people.")
                if request.is_anonymous
                else _("Take it from the records, so that people only confirm it."),
            )
