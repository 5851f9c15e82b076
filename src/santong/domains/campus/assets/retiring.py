"""Retiring: assets are put on a list, the principal approves it, and they leave the register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.campus.assets.history import note_many
from santong.domains.campus.assets.models import APPROVE, CHANGE, Asset, Retirement, RetirementLine
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import ANSWER, take_back_told, tell
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.registry import Label
from santong.kit.steps import Holds, step
from santong.kit.undo import undoable

State = Retirement.State
COLLECT = "assets.collect"
CANDIDATES = (*Asset.PRESENT, Asset.State.LOST)
TOLD: dict[str, Label] = {
    State.APPROVED: gettext_lazy("A list of assets to be retired was approved."),
    State.REFUSED: gettext_lazy("A list of assets to be retired was refused."),
}


def collect(acting: Viewer, rows: QuerySet[Asset]) -> tuple[str, dict[str, Any]]:
    """Put assets on the draft of their school, which is made where there is none; what is out or listed stays out."""
    wanted = rows.filter(state__in=CANDIDATES).exclude(state=Asset.State.LENT)
    listed = RetirementLine.objects.numbers_only().filter(is_open=True)
    assets = list(wanted.exclude(pk__in=listed.values("asset")).select_related("school").order_by("path", "number"))
    if not assets:
        text = _("None of these can be put on a list: they are lent, retired, or on a list already.")
        return text, {"lines": [], "lists": []}
    made: list[int] = []
    lines: list[RetirementLine] = []
    with transaction.atomic(), named("assets.collect"):
        for school in {asset.school_id: asset.school for asset in assets}.values():
            acting.demand(CHANGE, school.path)
            draft, is_new = _draft(acting, school)
            made += [draft.pk] if is_new else []
            lines += [RetirementLine(retirement=draft, asset=each) for each in assets if each.school_id == school.pk]
        lines = RetirementLine.objects.bulk_create(lines)
    text = ngettext("%(n)s asset is on the list of retirements.", "%(n)s assets are on the list of retirements.",
                    len(lines))  # fmt: skip
    return text % {"n": len(lines)}, {"lines": [line.pk for line in lines], "lists": made}


def _draft(acting: Viewer, school: Organisation) -> tuple[Retirement, bool]:
    rows = Retirement.objects.visible_to(acting, CHANGE).filter(school=school, state=State.DRAFT)
    found = rows.order_by("-pk").first()
    if found is not None:
        return found, False
    title = _("Retirements of %(day)s") % {"day": date_format(timezone.localdate(), "DATE_FORMAT")}
    return Retirement.objects.create(school=school, path=school.path, title=title, person_id=acting.person_id), True


@undoable(COLLECT)
def _uncollect(viewer: Viewer, payload: dict[str, Any]) -> str:
    lines = list(RetirementLine.objects.noted(payload["lines"]).select_related("retirement"))
    for line in lines:
        viewer.demand(CHANGE, line.retirement.path)
        if line.retirement.state != State.DRAFT:
            raise NotPossible(_("The list has been sent for approval since. Have it refused, or change it there."))
    with named("assets.take_off"):
        RetirementLine.objects.again(lines).delete()
        Retirement.objects.noted(payload["lists"]).filter(lines=None).delete()
    return _("They are off the list again.")


def _is_empty(acting: Viewer, retirement: Retirement) -> str:
    """A list without assets decides nothing."""
    if not RetirementLine.objects.belonging_to(retirement=retirement).exists():
        return _("Nothing stands on this list. Select assets in the register and put them on it.")
    return ""


def _lacks_paper(acting: Viewer, retirement: Retirement) -> str:
    """Whoever approves wants to know on what it rests."""
    return "" if retirement.paper else _("Say first on which paper it rests: edit the list.")


@step(
    Retirement, "assets.ask_retirement", who=Holds(CHANGE), sources=(State.DRAFT,), target=State.ASKED,
    unless=(_is_empty, _lacks_paper), undo=True,
)  # fmt: skip
def ask_retirement(*, acting: Viewer, retirement: Retirement) -> None:
    """Send the list to whoever approves it."""
    retirement.asked_on = timezone.localdate()


def _tell(acting: Viewer, retirement: Retirement) -> None:
    key = f"assets-retirement-{retirement.pk}"
    title = TOLD.get(retirement.state)
    if title is None:
        take_back_told(key)
    elif retirement.person_id not in (None, acting.person_id):
        address = reverse("assets:retirements-detail", args=[retirement.pk])
        people = Person.objects.noted([retirement.person_id]).filter(is_active=True)
        tell(people, title, text=retirement.title, address=address, key=key, again=True, kind=ANSWER)


@step(
    Retirement, "assets.approve_retirement", who=Holds(APPROVE), sources=(State.ASKED,), target=State.APPROVED,
    unless=(_is_empty,), then=_tell, undo=True,
)  # fmt: skip
def approve_retirement(*, acting: Viewer, retirement: Retirement) -> None:
    """They leave the register, all together; what is lent by now has to come back first."""
    lines = _lines(retirement)
    gone = [line.asset for line in lines if line.asset.state not in CANDIDATES or line.asset.state == Asset.State.LENT]
    if gone:
        text = _("Not possible now: %(names)s. Take these off the list, or have them brought back.")
        raise NotPossible(text % {"names": "、".join(f"{row.number} {row.get_state_display()}" for row in gone[:5])})
    for line in lines:
        line.was, line.is_open = line.asset.state, False
        line.asset.state = Asset.State.RETIRED
        line.asset.words = f"{retirement.get_reason_display()} {retirement.paper}".strip()
    _write(acting, lines)
    retirement.decided_by_id, retirement.decided_on = acting.person_id, timezone.localdate()


@approve_retirement.back
def _unretire(acting: Viewer, retirement: Retirement, result: None) -> None:
    lines = _lines(retirement)
    if any(line.asset.state != Asset.State.RETIRED for line in lines):
        raise NotPossible(_("Some of these assets have been changed since. Change them back by hand."))
    for line in lines:
        line.asset.state, line.asset.words = line.was or Asset.State.IDLE, ""
        line.is_open = True
    _write(acting, lines)


@step(
    Retirement, "assets.refuse_retirement", who=Holds(APPROVE), sources=(State.ASKED,), target=State.REFUSED,
    then=_tell, undo=True,
)  # fmt: skip
def refuse_retirement(*, acting: Viewer, retirement: Retirement, reason: str) -> None:
    """They stay; each can be put on another list."""
    retirement.refused_because = reason
    retirement.decided_by_id, retirement.decided_on = acting.person_id, timezone.localdate()
    _open(_lines(retirement), is_open=False)


@refuse_retirement.back
def _unrefuse(acting: Viewer, retirement: Retirement, result: None) -> None:
    _open(_lines(retirement), is_open=True)


def take_off(*, acting: Viewer, line: RetirementLine) -> None:
    """Take an asset off a draft."""
    acting.demand(CHANGE, line.retirement.path)
    with transaction.atomic(), named("assets.take_off"):
        if line.retirement.state != State.DRAFT:
            raise NotPossible(_("This list has been sent for approval. It can't be changed any more."))
        line.delete()


def _lines(retirement: Retirement) -> list[RetirementLine]:
    rows = RetirementLine.objects.belonging_to(retirement=retirement).select_related("asset")
    return list(rows.order_by("pk"))


def _write(acting: Viewer, lines: Iterable[RetirementLine]) -> None:
    rows = list(lines)
    assets = [line.asset for line in rows]
    Asset.objects.bulk_save(assets, ["state", "words"])
    RetirementLine.objects.bulk_save(rows, ["was", "is_open"])
    note_many(acting, assets)


def _open(lines: Iterable[RetirementLine], *, is_open: bool) -> None:
    rows = list(lines)
    for line in rows:
        line.is_open = is_open
    RetirementLine.objects.bulk_save(rows, ["is_open"])
