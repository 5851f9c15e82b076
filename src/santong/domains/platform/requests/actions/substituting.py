"""Who decides for somebody while they are away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.identity.public import Person
from santong.domains.platform.requests.actions.signing import is_staff
from santong.domains.platform.requests.models import Substitution
from santong.domains.platform.requests.models.absence import SUBSTITUTE
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Is, step

LONGEST_DAYS = 366


def substitute(*, acting: Viewer, deputy: Person, kinds: Sequence[str], since: date, until: date) -> Substitution:
    """Let somebody decide in one's own place for some days."""
    acting.demand(SUBSTITUTE)
    if deputy.pk == acting.person_id:
        raise NotPossible(_("That is you. Choose somebody else."), field="person")
    if not deputy.is_active or not is_staff(deputy):
        raise NotPossible(_("Only staff can be asked. Choose somebody else."), field="person")
    if until < since or until < timezone.localdate():
        raise NotPossible(_("The last day can't be before the first, nor in the past."), field="until")
    if (until - since).days > LONGEST_DAYS:
        raise NotPossible(_("That is longer than a year. Choose an earlier day."), field="until")
    with transaction.atomic(), named("requests.substitute"):
        return Substitution.objects.create(
            absent_id=acting.person_id, deputy=deputy, kinds=list(kinds), since=since, until=until
        )


@step(
    Substitution,
    "requests.end_substitution",
    who=Is("absent_id"),
    field="ended_at",
    undo=True,
    unless=(lambda acting, row: _("It is over already.") if row.ended_at else "",),
)
def end_substitution(*, acting: Viewer, substitution: Substitution) -> None:
    """Decide oneself again."""
    substitution.ended_at = timezone.now()
