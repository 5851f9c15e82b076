"""Two people side by side: what is the same, what differs, and what is to be decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.platform.duplicates.rules import Fact, Question, rules
from santong.domains.platform.identity.public import VALUES, Person, has_value, same_value
from santong.domains.platform.organisations.public import lineage
from santong.kit.registry import Label

LABELS = MappingProxyType(
    {
        "name": gettext_lazy("Name"),
        "sex": gettext_lazy("Sex"),
        "birth_date": gettext_lazy("Birth date"),
        "id_number": gettext_lazy("Identity number"),
        "phone": gettext_lazy("Phone number"),
    }
)
"""What the facts of identity (`VALUES`) are called."""


@dataclass(frozen=True)
class Line:
    """A row of the comparison. `question` names what is to be decided in it, "" for nothing."""

    label: Label
    first: str
    second: str
    question: str = ""
    proposed: int = 0
    tells: bool = True

    @property
    def is_same(self) -> bool:
        """Whether both say the same, or a difference tells nothing, as of usernames."""
        return (self.first == self.second or not self.tells) and not self.question


def comparison(first: Person, second: Person) -> list[Line]:
    """What is known of both, in the same order; what must be decided carries its question."""
    lines = [_identity_line(fact, first, second) for fact in VALUES]
    for rule in rules():
        asked = {str(question.label): question for question in rule.questions(first, second)}
        lines += _fact_lines(rule.facts(first), rule.facts(second), asked)
    accounts = _fact_lines(_account(first), _account(second), {})
    return [*lines, *(replace(line, tells=False) for line in accounts)]


def proposed_account(first: Person, second: Person) -> Person:
    """The account that is better kept: in use, with an identity number, the older one."""
    return min((first, second), key=lambda person: (person.last_login is None, not person.id_number_index, person.pk))


def _identity_line(fact: str, first: Person, second: Person) -> Line:
    asks = has_value(first, fact) and has_value(second, fact) and not same_value(first, second, fact)
    return Line(LABELS[fact], _shown(fact, first), _shown(fact, second), fact if asks else "")


def _shown(fact: str, person: Person) -> str:
    if not has_value(person, fact):
        return ""
    if fact == "sex":
        return str(person.get_sex_display())
    if fact == "birth_date":
        return date_format(person.birth_date, "SHORT_DATE_FORMAT") if person.birth_date else ""
    return {"name": person.name, "id_number": person.masked_id_number, "phone": person.masked_phone}[fact]


def _fact_lines(first: Iterable[Fact], second: Iterable[Fact], asked: dict[str, Question]) -> list[Line]:
    left = {str(label): value for label, value in first}
    right = {str(label): value for label, value in second}
    lines = []
    for label in dict.fromkeys((*left, *right)):
        question = asked.get(label)
        name, proposed = (question.name, question.proposed) if question else ("", 0)
        line = Line(label, left.get(label, ""), right.get(label, ""), name, proposed)
        if line.first or line.second:
            lines.append(line)
    return lines


def _account(person: Person) -> list[Fact]:
    places = [row.short_name or row.name for row in lineage(person.path)][1:]
    seen = date_format(localtime(person.last_login), "SHORT_DATETIME_FORMAT") if person.last_login else _("Never")
    return [
        (_("Record kept at"), " · ".join(places)),
        (_("Username"), person.username),
        (_("Last signed in"), seen),
    ]
