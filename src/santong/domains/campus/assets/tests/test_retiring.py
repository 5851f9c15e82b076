"""Retirements: lists are put together, approved all together or not at all, and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from santong.domains.campus.assets import actions, retiring
from santong.domains.campus.assets.models import Asset, Movement, Retirement, RetirementLine
from santong.domains.campus.assets.tests.conftest import Cast
from santong.domains.campus.assets.tests.test_register import waits
from santong.domains.platform.notices.models import Recipient
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db
State = Retirement.State


def listed(cast: Cast) -> Retirement:
    """Both things of the school on a list that names its paper."""
    retiring.collect(cast.acting, Asset.objects.filter(school=cast.region.lake))
    row = Retirement.objects.get(state=State.DRAFT)
    row.paper = "校发〔2026〕3号"
    row.save()
    return row


def state_of(*rows: Asset) -> set[str]:
    return set(Asset.objects.filter(pk__in=[row.pk for row in rows]).values_list("state", flat=True))


def test_many_are_put_on_a_list_at_once_and_off_again(cast: Cast) -> None:
    client = cast.client(cast.keeper)
    page = client.post("/assets/bulk/", {"action": "collect", "ids": [cast.pc.pk, cast.board.pk]}, follow=True)
    assert RetirementLine.objects.count() == 2 and "2 件资产已列入报废清单" in page.content.decode()
    undo = page.content.decode().split("/kit/undo/")[1].split("/")[0]
    client.post(f"/kit/undo/{undo}/")
    assert not RetirementLine.objects.exists() and not Retirement.objects.exists()
    teacher = cast.client(cast.teacher)
    assert teacher.post("/assets/bulk/", {"action": "collect", "ids": [cast.pc.pk]}).status_code == 403


def test_what_is_listed_or_lent_is_left_out(cast: Cast) -> None:
    listed(cast)
    text, payload = retiring.collect(cast.acting, Asset.objects.filter(pk=cast.pc.pk))
    assert payload == {"lines": [], "lists": []} and text
    RetirementLine.objects.all().delete()
    due = timezone.localdate() + timedelta(days=1)
    actions.lend(acting=cast.acting, asset=cast.pc, due=due, borrower=cast.teacher)
    retiring.collect(cast.acting, Asset.objects.filter(school=cast.region.lake))
    assert [line.asset for line in RetirementLine.objects.all()] == [cast.board]


def test_a_list_without_assets_or_paper_is_not_sent(cast: Cast) -> None:
    row = Retirement.objects.create(school=cast.region.lake, path=cast.region.lake.path, title="空")
    with pytest.raises(NotPossible):
        retiring.ask_retirement(acting=cast.acting, retirement=row)
    row.delete()
    row = listed(cast)
    Retirement.objects.update(paper="")
    with pytest.raises(NotPossible):
        retiring.ask_retirement(acting=cast.acting, retirement=row)


def test_the_principal_approves_all_at_once_and_takes_it_back(cast: Cast) -> None:
    row = listed(cast)
    retiring.ask_retirement(acting=cast.acting, retirement=row)
    assert waits(cast, "retirements_waiting", cast.principal) == 1
    assert waits(cast, "retirements_waiting", cast.keeper) == 0
    with pytest.raises(PermissionDenied):
        retiring.approve_retirement(acting=cast.acting, retirement=row)
    head = cast.viewer(cast.principal)
    Retirement.objects.update(person=cast.keeper)
    taken = retiring.approve_retirement.take(head, row, {})
    assert state_of(cast.pc, cast.board) == {"retired"}
    told = Recipient.objects.filter(person=cast.keeper, notice__state="sent")
    assert told.count() == 1
    assert Movement.objects.filter(asset=cast.pc).order_by("-pk")[0].words.endswith("3号")
    assert cast.client(cast.keeper).post(f"/assets/{cast.pc.pk}/remove/").status_code == 302
    assert Asset.objects.filter(pk=cast.pc.pk).exists(), "what was retired stays in the record"
    cast.back(taken, head)
    assert state_of(cast.pc, cast.board) == {"in_use"} and not told.exists()
    row.refresh_from_db()
    assert row.state == State.ASKED and row.decided_on is None


def test_what_was_lent_meanwhile_stops_the_whole_list(cast: Cast) -> None:
    row = listed(cast)
    retiring.ask_retirement(acting=cast.acting, retirement=row)
    due = timezone.localdate() + timedelta(days=1)
    actions.lend(acting=cast.acting, asset=cast.pc, due=due, borrower=cast.teacher)
    with pytest.raises(NotPossible, match="A-1"):
        retiring.approve_retirement(acting=cast.viewer(cast.principal), retirement=row)
    assert state_of(cast.board) == {"in_use"}


def test_a_refused_list_leaves_its_assets_free(cast: Cast) -> None:
    row = listed(cast)
    retiring.ask_retirement(acting=cast.acting, retirement=row)
    head = cast.viewer(cast.principal)
    taken = retiring.refuse_retirement.take(head, row, {"reason": "还能用"})
    assert not RetirementLine.objects.filter(is_open=True).exists()
    cast.back(taken, head)
    assert RetirementLine.objects.filter(is_open=True).count() == 2
    retiring.refuse_retirement(acting=head, retirement=row, reason="还能用")
    retiring.collect(cast.acting, Asset.objects.filter(school=cast.region.lake))
    assert RetirementLine.objects.filter(is_open=True).count() == 2


def test_lines_go_off_drafts_alone(cast: Cast) -> None:
    row = listed(cast)
    first, second = RetirementLine.objects.order_by("pk")
    client = cast.client(cast.keeper)
    assert cast.client(cast.teacher).post(f"/retirements/lines/{first.pk}/off/").status_code == 403
    assert client.post(f"/retirements/lines/{first.pk}/off/").status_code == 302
    retiring.ask_retirement(acting=cast.acting, retirement=row)
    assert client.get(f"/retirements/{row.pk}/edit/").status_code == 302
    client.post(f"/retirements/lines/{second.pk}/off/")
    assert list(RetirementLine.objects.all()) == [second]
