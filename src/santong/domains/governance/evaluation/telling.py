"""What people are told about evaluation; which round it is stands in the text, never a result in the title."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.evaluation.models import Entrant, EvaluationRound, Finding, Objection
from santong.domains.governance.evaluation.queries import answering, people, writing
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import WAITING, tell


def page_of(entrant: Entrant) -> str:
    """The page of a place in a round."""
    return reverse("evaluation:evaluated-detail", args=[entrant.pk])


def _round_page(row: EvaluationRound) -> str:
    return reverse("evaluation:evaluations-detail", args=[row.pk])


def _all_of(entrants: Iterable[Entrant]) -> list[Person]:
    return people(person.pk for path in sorted({each.path for each in entrants}) for person in answering(path))


def tell_announced(row: EvaluationRound, entrants: Iterable[Entrant]) -> None:
    """Tell the places that a round was announced, computed already: one notice for all of them."""
    tell(
        _all_of(entrants), _("An evaluation is announced. How you stand is computed already; answer until %(day)s."),
        words={"day": row.due.isoformat()}, text=row.name, address=_round_page(row),
        key=f"evaluation-round-{row.pk}", kind=WAITING,
    )  # fmt: skip


def tell_published(row: EvaluationRound, entrants: Iterable[Entrant]) -> None:
    """Tell the places that results are published, and until when they may object."""
    tell(
        _all_of(entrants), _("Results of an evaluation are published. You may object until %(day)s."),
        words={"day": row.objections_until.isoformat()}, text=row.name, address=_round_page(row),
        key=f"evaluation-results-{row.pk}",
    )  # fmt: skip


def tell_applied(entrant: Entrant) -> None:
    """Tell those who put forward that a place has applied."""
    tell(writing(entrant.path), _("A school has applied in an evaluation."), text=str(entrant),
         address=page_of(entrant), key=f"evaluation-applied-{entrant.pk}", again=True, kind=WAITING)  # fmt: skip


def tell_decided(entrant: Entrant) -> None:
    """Tell a place whether it was put forward."""
    text = "\n".join(part for part in (str(entrant), entrant.reason) if part)
    tell(answering(entrant.path), _("It was decided about your application in an evaluation."), text=text,
         address=page_of(entrant), key=f"evaluation-decided-{entrant.pk}", again=True)  # fmt: skip


def tell_found(finding: Finding) -> None:
    """Tell a place what is to be put right."""
    tell(
        answering(finding.path), _("Something is to be put right until %(day)s."),
        words={"day": finding.due.isoformat()}, text=str(finding.entrant), address=page_of(finding.entrant),
        key=f"evaluation-finding-{finding.pk}", kind=WAITING,
    )  # fmt: skip


def remind_of(finding: Finding) -> None:
    """Remind a place of a finding, once."""
    tell(
        answering(finding.path), _("Something is still to be put right until %(day)s."),
        words={"day": finding.due.isoformat()}, text=str(finding.entrant), address=page_of(finding.entrant),
        key=f"evaluation-reminded-{finding.pk}", kind=WAITING,
    )  # fmt: skip


def tell_answered(finding: Finding) -> None:
    """Tell who found something that it was put right."""
    keys = [finding.person_id] if finding.person_id else []
    tell(people(keys), _("Something that you found was put right. Have a look."), text=str(finding.entrant),
         address=page_of(finding.entrant), key=f"evaluation-answered-{finding.pk}", again=True,
         kind=WAITING)  # fmt: skip


def tell_looked_at(finding: Finding) -> None:
    """Tell a place what became of what it put right."""
    text = "\n".join(part for part in (str(finding.entrant), finding.returned_because) if part)
    tell(answering(finding.path), _("What you put right was looked at."), text=text,
         address=page_of(finding.entrant), key=f"evaluation-looked-{finding.pk}", again=True)  # fmt: skip


def tell_objected(objection: Objection) -> None:
    """Tell the bureau that a place objects."""
    tell(writing(objection.entrant.round.path), _("A place objects to its result in an evaluation."),
         text=str(objection.entrant), address=page_of(objection.entrant),
         key=f"evaluation-objection-{objection.pk}", kind=WAITING)  # fmt: skip


def tell_objection_decided(objection: Objection) -> None:
    """Tell the place what was decided about its objection."""
    text = "\n".join((str(objection.entrant), objection.answer))
    tell(answering(objection.path), _("It was decided about your objection in an evaluation."), text=text,
         address=page_of(objection.entrant), key=f"evaluation-objection-decided-{objection.pk}")  # fmt: skip


def tell_assigned(entrant: Entrant, person: int) -> None:
    """Tell an expert where they are to go."""
    tell(people([person]), _("You are asked to visit a place for an evaluation."), text=str(entrant),
         address=page_of(entrant), key=f"evaluation-visit-{entrant.pk}-{person}")  # fmt: skip
