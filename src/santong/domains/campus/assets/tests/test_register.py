"""The register: numbers, steps with their undo, the history, labels, who sees and may what."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from santong.domains.campus.assets import actions, mending
from santong.domains.campus.assets.models import Asset, Loan, Movement, Numbering, Repair
from santong.domains.campus.assets.models.catalogue import demand_pattern
from santong.domains.campus.assets.models.register import SIGNS, new_label, oldest_of
from santong.domains.campus.assets.queries import open_loan
from santong.domains.campus.assets.tests.conftest import Cast, asset
from santong.domains.platform.access.testing import Region, signed_in, somebody
from santong.domains.platform.notices.models import Recipient
from santong.kit.access import SYSTEM
from santong.kit.refusals import NotPossible
from santong.kit.registry import registry
from santong.kit.todos import ToDo, number_of
from santong.kit.undo import CannotUndo

pytestmark = pytest.mark.django_db
State = Asset.State


def states(row: Asset) -> list[str]:
    return list(Movement.objects.filter(asset=row).order_by("pk").values_list("state", flat=True))


def waits(cast: Cast, name: str, person: Any) -> int:
    return number_of(registry.by_name(ToDo)[name], cast.viewer(person))


def tomorrow(days: int = 1) -> Any:
    return timezone.localdate() + timedelta(days=days)


def test_numbers_follow_the_rule_and_are_never_given_twice(region: Region) -> None:
    Numbering.objects.create(school=region.lake, path=region.lake.path, pattern="HB{year}-{n:3}")
    year = timezone.localdate().year
    first = asset(region.lake)
    asset(region.lake, number=f"HB{year}-002")
    third = asset(region.lake)
    assert [first.number, third.number] == [f"HB{year}-001", f"HB{year}-003"]
    Asset.objects.filter(pk=third.pk).remove()
    assert asset(region.lake).number == f"HB{year}-004"
    assert asset(region.hill).number == f"{year}-00001"


@pytest.mark.parametrize("pattern", ["{n}", "A{n:5}", "{year}/{class}/{n:05}"])
def test_a_rule_counts_up_once(pattern: str) -> None:
    demand_pattern(pattern)


@pytest.mark.parametrize("pattern", ["", "A", "{n}{n}", "{m}", "{n:x}", "{n", "{n}{day}", "{n:5}}"])
def test_a_rule_that_says_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError):
        demand_pattern(pattern)


@given(
    st.integers(1, 10**7), st.integers(1990, 2100), st.sampled_from(["{n}", "X{n:3}", "{year}-{n:5}", "{class}{n:9}"])
)
def test_another_counter_gives_another_number(counter: int, year: int, pattern: str) -> None:
    rule = Numbering(pattern=pattern)
    assert rule.number(counter, year, "A02") != rule.number(counter + 1, year, "A02")


def test_labels_are_of_signs_that_nobody_confuses() -> None:
    found = {new_label() for _each in range(200)}
    assert len(found) == 200 and set("".join(found)) <= set(SIGNS) and not set("il1o0") & set(SIGNS)


def test_the_day_before_which_something_is_old_is_there_in_every_year() -> None:
    assert (timezone.localdate() - oldest_of(6)).days in range(6 * 365, 6 * 365 + 3)


def test_lending_and_bringing_back_leave_a_history(cast: Cast) -> None:
    viewer = cast.acting
    taken = actions.lend.take(viewer, cast.pc, {"due": tomorrow(2), "borrower": cast.teacher})
    assert cast.pc.state == State.LENT and open_loan(cast.pc).borrower == cast.teacher
    assert waits(cast, "loans_to_bring_back", cast.teacher) == 1
    with pytest.raises(NotPossible):
        actions.lend(acting=viewer, asset=cast.pc, due=tomorrow(), borrower=cast.teacher)
    cast.back(taken)
    cast.pc.refresh_from_db()
    assert cast.pc.state == State.IN_USE and not Loan.objects.exists()
    actions.lend(acting=viewer, asset=cast.pc, due=tomorrow(), school_class=cast.region.first)
    back = actions.take_back.take(viewer, cast.pc, {})
    assert Loan.objects.get().returned_on == timezone.localdate()
    cast.back(back)
    assert open_loan(cast.pc) is not None
    assert states(cast.pc) == ["in_use", "lent", "in_use", "lent", "in_use", "lent"]


def test_what_is_late_waits_for_borrower_and_keeper(cast: Cast) -> None:
    actions.lend(acting=cast.acting, asset=cast.pc, due=tomorrow(), borrower=cast.teacher)
    Loan.objects.update(since=tomorrow(-9), due=tomorrow(-1))
    assert waits(cast, "loans_overdue", cast.keeper) == waits(cast, "loans_to_bring_back", cast.teacher) == 1
    assert "A-1" in cast.client(cast.keeper).get("/loans/?time=late").content.decode()
    assert waits(cast, "loans_overdue", cast.teacher) == 0


@pytest.mark.parametrize("wrong", [{}, {"both": True}, {"due": -1}])
def test_a_loan_has_one_borrower_and_a_day_to_come(cast: Cast, wrong: dict[str, Any]) -> None:
    given: dict[str, Any] = {"due": tomorrow(wrong.get("due", 1))}
    given |= {"borrower": cast.teacher} if wrong else {}
    given |= {"school_class": cast.region.first} if "both" in wrong else {}
    with pytest.raises(NotPossible):
        actions.lend(acting=cast.acting, asset=cast.pc, **given)
    assert not Loan.objects.exists()


def test_what_is_lost_is_found_again(cast: Cast) -> None:
    actions.lend(acting=cast.acting, asset=cast.pc, due=tomorrow(), borrower=cast.teacher)
    lost = actions.lose.take(cast.acting, cast.pc, {"words": "搬家时不见了"})
    assert open_loan(cast.pc) is None and cast.pc.words == "搬家时不见了"
    cast.back(lost)
    assert open_loan(cast.pc) is not None
    actions.lose(acting=cast.acting, asset=cast.pc, words="不见了")
    actions.use(acting=cast.acting, asset=cast.pc)
    assert (cast.pc.state, cast.pc.words) == (State.IN_USE, "")


def test_an_edit_moves_it_and_the_history_says_so(cast: Cast) -> None:
    client = cast.client(cast.keeper)
    address = f"/assets/{cast.pc.pk}/edit/"
    page = client.get(address)
    seen = page.content.decode().split('name="seen" value="')[1].split('"')[0]
    typed = {
        "seen": seen, "name": "教师电脑", "asset_class": cast.pc.asset_class_id, "number": "A-1", "serial": "SN1",
        "price": "4000", "use": "teachers", "room": cast.store.pk, "keeper": cast.teacher.username,
    }  # fmt: skip
    assert client.post(address, typed).status_code == 302
    newest = Movement.objects.filter(asset=cast.pc).order_by("-pk")[0]
    assert (newest.room, newest.keeper, newest.person) == (cast.store, cast.teacher, cast.keeper)
    assert Movement.objects.filter(asset=cast.pc).count() == 2
    page = client.get(f"/assets/{cast.pc.pk}/").content.decode()
    assert "换场所" in page and "库房" in page


@pytest.mark.parametrize(("field", "other"), [("room", "room"), ("keeper", "keeper"), ("asset_class", "class")])
def test_what_belongs_to_another_school_is_refused(cast: Cast, field: str, other: str) -> None:
    from santong.domains.campus.assets.models import AssetClass
    from santong.domains.campus.places.public import Room

    far = {"school": cast.region.far, "path": cast.region.far.path}
    values = {
        "room": lambda: Room.objects.create(**far, name="远").pk,
        "class": lambda: AssetClass.objects.create(**far, name="远").pk,
        "keeper": lambda: somebody("principal", cast.region.far, "distant").username,
    }
    typed = {"name": "机", "school": cast.region.lake.pk, "asset_class": cast.pc.asset_class_id, "use": "office"}
    answer = cast.client(cast.keeper).post("/assets/new/", {**typed, field: values[other]()})
    assert answer.status_code == 422 and field in answer.context["form"].errors


def test_a_number_that_was_removed_stays_taken(cast: Cast) -> None:
    Asset.objects.filter(pk=cast.pc.pk).remove()
    typed = {"name": "机", "school": cast.region.lake.pk, "asset_class": cast.pc.asset_class_id, "use": "office",
             "number": "A-1"}  # fmt: skip
    answer = cast.client(cast.keeper).post("/assets/new/", typed)
    assert answer.status_code == 422 and "number" in answer.context["form"].errors
    assert Asset.with_removed.filter(number="A-1").count() == 1


def test_anybody_of_the_staff_reports_a_fault_in_three_taps(cast: Cast) -> None:
    client = cast.client(cast.teacher)
    page = client.get(f"/q/{cast.board.label}/", follow=True)
    assert page.redirect_chain == [(f"/assets/{cast.board.pk}/", 302)]
    address = f"/assets/{cast.board.pk}/fault/"
    assert address in page.content.decode()
    form = client.get(address).content.decode()
    seen = form.split('name="seen" value="')[1].split('"')[0]
    assert client.post(address, {"seen": seen, "fault": "picture"}).status_code == 302
    repair = Repair.objects.get()
    assert (repair.reported_by, repair.state) == (cast.teacher, "reported")
    cast.board.refresh_from_db()
    assert cast.board.state == State.IN_USE, "reporting alone changes nothing of the register"
    assert waits(cast, "repairs_waiting", cast.keeper) == 1 and waits(cast, "repairs_waiting", cast.teacher) == 0


def reported(cast: Cast) -> Repair:
    actions.report_fault(acting=cast.viewer(cast.teacher), asset=cast.board, fault="dead", words="")
    return Repair.objects.select_related("asset").order_by("-pk")[0]


def test_a_fault_is_mended_and_the_reporter_hears(cast: Cast) -> None:
    repair = reported(cast)
    taken = mending.take_in.take(cast.acting, repair, {})
    assert (repair.mender_id, repair.asset.state) == (cast.keeper.pk, State.REPAIR)
    cast.back(taken)
    repair.refresh_from_db()
    assert (repair.state, Asset.objects.get(pk=cast.board.pk).state) == ("reported", State.IN_USE)
    mending.take_in(acting=cast.acting, repair=repair)
    mended = mending.mend.take(cast.acting, repair, {"result": "换了电源", "cost": Decimal("120.50")})
    assert repair.done_at and Asset.objects.get(pk=cast.board.pk).state == State.IN_USE
    told = Recipient.objects.filter(person=cast.teacher, notice__state="sent")
    assert told.count() == 1
    cast.back(mended)
    assert Asset.objects.get(pk=cast.board.pk).state == State.REPAIR and not told.exists()
    mending.give_up(acting=cast.acting, repair=repair, result="主板坏了")
    assert Asset.objects.get(pk=cast.board.pk).state == State.IDLE
    assert states(cast.board) == ["in_use", "repair", "in_use", "repair", "in_use", "repair", "idle"]


def test_a_report_in_hand_is_no_longer_withdrawn(cast: Cast) -> None:
    taken = actions.report_fault.take(cast.viewer(cast.teacher), cast.board, {"fault": "sound"})
    repair = Repair.objects.select_related("asset").get()
    mending.take_in(acting=cast.acting, repair=repair)
    with pytest.raises(CannotUndo):
        cast.back(taken, cast.viewer(cast.teacher))
    with pytest.raises(NotPossible):
        mending.withdraw_fault(acting=cast.viewer(cast.teacher), repair=repair)


def test_two_repairs_of_one_thing_dont_go_on_at_once(cast: Cast) -> None:
    first, second = reported(cast), reported(cast)
    mending.take_in(acting=cast.acting, repair=first)
    with pytest.raises(NotPossible):
        mending.take_in(acting=cast.acting, repair=second)
    with pytest.raises(PermissionDenied):
        mending.mend(acting=cast.viewer(cast.teacher), repair=first, result="自己修")


def test_the_room_says_what_stands_in_it_to_staff_alone(cast: Cast) -> None:
    address = f"/rooms/{cast.room.pk}/"
    assert "智慧黑板" in cast.client(cast.teacher).get(address).content.decode()
    assert "智慧黑板" not in signed_in("pupil", cast.region.first).get(address).content.decode()


@pytest.mark.parametrize("path", ["/q/{label}/", "/q/{upper}/"])
def test_a_label_shows_nothing_to_strangers(cast: Cast, path: str) -> None:
    from django.test import Client

    address = path.format(label=cast.pc.label, upper=cast.pc.label.upper())
    assert Client().get(address)["Location"].startswith("/account/")
    assert signed_in("principal", cast.region.far).get(address).status_code == 404
    assert signed_in("pupil", cast.region.first).get(address).status_code == 404
    assert cast.client(cast.teacher).get(address).status_code == 302
    assert cast.client(cast.teacher).get("/q/zzzzzzzzzzzz/").status_code == 404


def test_filters_find_by_age_keeper_and_state(cast: Cast) -> None:
    old = asset(cast.region.lake, "旧机", bought_on=oldest_of(7), keeper=cast.teacher)
    middle = asset(cast.region.lake, "中机", bought_on=oldest_of(4))
    new = asset(cast.region.lake, "新机", bought_on=timezone.localdate())
    client = cast.client(cast.teacher)

    def found(query: str) -> set[int]:
        return {row.pk for row in client.get(f"/assets/?{query}").context["rows"]}

    assert [found(f"age={age}") for age in ("3", "6", "6%2B")] == [{new.pk}, {middle.pk}, {old.pk}]
    assert found("whose=mine") == {old.pk}
    assert found("q=A-2") == {cast.board.pk} and found("group=display") == {cast.board.pk}
    actions.lose(acting=SYSTEM, asset=new, words="")
    assert new.pk not in found("") and found("state=lost") == {new.pk} and new.pk in found("state=all")


def test_a_list_says_what_it_comes_to(cast: Cast) -> None:
    page = cast.client(cast.keeper).get("/assets/").content.decode()
    assert "共 2 件，原值合计 22,000 元" in page


def test_labels_are_printed_for_a_room_and_its_door(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from santong.domains.campus.assets.models import RoomLabel

    client = cast.client(cast.keeper)
    answer = client.post("/assets/labels/", {"school": cast.region.lake.pk, "room": cast.room.pk})
    assert answer.status_code == 200 and len(answer.content) > 2000
    doors = client.post("/assets/labels/", {"school": cast.region.lake.pk, "doors": "on"})
    assert doors.status_code == 200 and RoomLabel.objects.count() == 2
    label = RoomLabel.objects.get(room=cast.room).label
    assert client.get(f"/q/{label}/")["Location"] == f"/rooms/{cast.room.pk}/"
    empty = client.post("/assets/labels/", {"school": cast.region.lake.pk, "room": cast.store.pk})
    assert empty.status_code == 422
    assert cast.client(cast.teacher).get("/assets/labels/").status_code == 403
