"""Computing in the background: every night, after a version was published, and before one is."""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from santong.domains.platform.credits.computing import recompute, stood_by
from santong.domains.platform.credits.models import Effect, Scheme, Standing
from santong.domains.platform.credits.reading import in_force, rules_of
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, below
from santong.kit.audit import named
from santong.kit.jobs.public import Outcome, job, start


@job(title=_("Compute credits"))
def compute_credits(path: str) -> Outcome:
    """Compute everybody's standing at a place anew."""
    number = recompute([path])
    text = ngettext("The credits of %(n)s person are computed.", "The credits of %(n)s people are computed.", number)
    return Outcome(text % {"n": number}, "credits:credit-standings", data={"people": number})


@job(title=_("Compute all credits"))
def compute_all() -> None:
    """Compute everybody's standing anew, school by school: time itself makes some fall behind."""
    rows = Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL).open_on(timezone.localdate())
    for path in rows.order_by("path").values_list("path", flat=True):
        recompute([path])


def compute_soon(path: str) -> None:
    """Have the credits of a place computed in the background."""
    start(compute_credits, {"path": path}, acting=SYSTEM, path=path)


@job(title=_("Work out whom a scheme changes"))
def work_out(scheme_id: int) -> Outcome:
    """Write down for whom the draft of a scheme changes something, were it published for everybody now."""
    scheme = Scheme.objects.by_installation().get(pk=scheme_id)
    number = find_effects(scheme)
    text = ngettext("It changes how %(n)s person stands.", "It changes how %(n)s people stand.", number)
    return Outcome(text % {"n": number}, "credits:credit-schemes-detail", arguments=[scheme.pk])


def find_effects(scheme: Scheme) -> int:
    """The effects of a draft, written down in place of those found before; answers how many."""
    draft, force = rules_of(scheme), in_force([scheme.path], [scheme.kind])
    nearer = {path for kind, path in force.versions if len(path) > len(scheme.path)}
    rows = Standing.objects.by_installation().filter(below("path", scheme.path), kind=scheme.kind)

    def rules_for(row: Standing) -> object:
        return None if any(row.path.startswith(path) for path in nearer) else draft

    found = [
        Effect(scheme=scheme, standing=row, path=row.path, state=result.state.value, earned=result.earned)
        for row, result in stood_by(list(rows), rules_for)
        if (result.state.value, result.earned) != (row.state, row.earned)
    ]
    plain: models.QuerySet[Effect] = models.QuerySet(Effect)
    with transaction.atomic(), named("credits.worked_out"):
        plain.filter(scheme=scheme).delete()
        plain.bulk_create(found, batch_size=500)
        scheme.effects_at = timezone.now()
        scheme.save(update_fields=["effects_at"])
    return len(found)
