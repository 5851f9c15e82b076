"""Writes on the register: entering, changing, lending, losing, finding; each leaves a movement."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.assets.history import note
from santong.domains.campus.assets.models import CHANGE, VIEW, Asset, Loan, Repair
from santong.domains.campus.assets.queries import is_taken, numbering_of, open_loan, sees
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, Whoever, step

State = Asset.State
KEEPER = Holds(CHANGE)
ANYBODY = Whoever(sees, VIEW)


def put_asset(*, acting: Viewer, asset: Asset) -> Asset:
    """Enter an asset, or write what was changed of it; one without a number gets the next of the school's rule."""
    acting.demand(CHANGE, asset.path)
    is_new = asset.pk is None
    with transaction.atomic(), named("assets.enter" if is_new else "assets.change"):
        if not asset.number:
            asset.number = next_number(asset.school, asset)
        asset.save()
        note(acting, asset)
    return asset


def next_number(school: Organisation, asset: Asset) -> str:
    """The next number by the school's rule that was never given."""
    rule = numbering_of(school)
    year = (asset.bought_on or timezone.localdate()).year
    while True:
        rule.last += 1
        number = rule.number(rule.last, year, asset.asset_class.code or "QT")
        if not is_taken(school, number):
            rule.save(update_fields=["last"])
            return number


@step(Asset, "assets.lend", who=KEEPER, sources=(State.IN_USE, State.IDLE), target=State.LENT, then=note, undo=True)
def lend(
    *, acting: Viewer, asset: Asset, due: date, borrower: Person | None = None, school_class: Organisation | None = None
) -> int:
    """Lend it to a member of staff or a class; answers the key of the loan."""
    if (borrower is None) == (school_class is None):
        raise NotPossible(_("Choose either a member of staff or a class."), field="borrower")
    if due < timezone.localdate():
        raise NotPossible(_("This day is over. Choose a later one."), field="due")
    loan = Loan.objects.create(
        asset=asset, path=asset.path, borrower=borrower, school_class=school_class, due=due, state_before=asset.state
    )
    asset.words = ""
    return loan.pk


@lend.back
def _unlend(acting: Viewer, asset: Asset, loan: int) -> None:
    Loan.objects.noted([loan]).delete()


@step(Asset, "assets.take_back", who=KEEPER, sources=(State.LENT,), then=note, undo=True)
def take_back(*, acting: Viewer, asset: Asset) -> int | None:
    """It is back: the loan ends today."""
    loan = open_loan(asset)
    asset.state = State.IN_USE if loan is None else loan.state_before
    if loan is None:
        return None
    loan.returned_on = timezone.localdate()
    loan.save(update_fields=["returned_on"])
    return loan.pk


@take_back.back
def _lend_again(acting: Viewer, asset: Asset, loan: int | None) -> None:
    for row in Loan.objects.noted([loan] if loan else []):
        row.returned_on = None
        row.save(update_fields=["returned_on"])


@step(Asset, "assets.rest", who=KEEPER, sources=(State.IN_USE,), target=State.IDLE, then=note, undo=True)
def rest(*, acting: Viewer, asset: Asset) -> None:
    """It isn't needed at present."""
    asset.words = ""


@step(Asset, "assets.use", who=KEEPER, sources=(State.IDLE, State.LOST), target=State.IN_USE, then=note, undo=True)
def use(*, acting: Viewer, asset: Asset) -> None:
    """It is used, or was found."""
    asset.words = ""


@step(Asset, "assets.lose", who=KEEPER, sources=Asset.PRESENT, target=State.LOST, then=note, undo=True)
def lose(*, acting: Viewer, asset: Asset, words: str) -> int | None:
    """It can't be found; whoever had borrowed it no longer has it."""
    asset.words = words
    loan = open_loan(asset)
    if loan is None:
        return None
    loan.returned_on = timezone.localdate()
    loan.save(update_fields=["returned_on"])
    return loan.pk


lose.back(_lend_again)


@step(Asset, "assets.report_fault", who=ANYBODY, sources=(State.IN_USE, State.IDLE, State.LENT), undo=True)
def report_fault(*, acting: Viewer, asset: Asset, fault: str, words: str = "") -> int:
    """Report that something is wrong with it; answers the key of the repair."""
    row = Repair.objects.create(asset=asset, path=asset.path, fault=fault, words=words, reported_by_id=acting.person_id)
    return row.pk


@report_fault.back
def _unreport(acting: Viewer, asset: Asset, repair: int) -> None:
    rows = Repair.objects.noted([repair])
    if rows.exclude(state=Repair.State.REPORTED).exists():
        raise NotPossible(_("Somebody has taken it in hand already."))
    rows.delete()
