"""The pages of attendance: who opens which, what they show, corrections with undo, sheets, cards."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client

from santong.domains.campus.attendance.forms import MOST_LISTED
from santong.domains.campus.attendance.leaves import agree_leave
from santong.domains.campus.attendance.models import ClassDay, Presence, PupilLeave, RollCall
from santong.domains.campus.attendance.months import Month, class_month, month_of, pupil_month
from santong.domains.campus.attendance.queries import readable_through_leave
from santong.domains.campus.attendance.tests.conftest import Cast, make_pupils
from santong.domains.platform.files.public import Blob, File
from santong.domains.platform.notices.models import Recipient

pytestmark = pytest.mark.django_db


def addresses(cast: Cast) -> dict[str, str]:
    today, place = cast.today.isoformat(), cast.first.pk
    return {
        "day": "/attendance/",
        "class": f"/attendance/class/{place}/",
        "month": f"/attendance/class/{place}/month/",
        "sheet": f"/attendance/class/{place}/month/download/",
        "calls": "/roll-call/",
        "morning": f"/roll-call/{place}/{today}/0/",
        "lesson": f"/roll-call/{place}/{today}/2/",
        "mine": "/my-attendance/",
    }


OPEN = {
    "head": {"day", "class", "month", "sheet", "calls", "morning", "lesson"},
    "affairs": {"day", "class", "month", "sheet", "calls", "morning", "lesson"},
    "principal": {"day", "class", "month", "sheet"},
    "reader": {"day", "class", "month", "sheet", "calls"},
    "maths": {"day", "calls", "lesson"},
    "other": {"day", "calls"},
    "far": {"day"},
    "county": set(),
    "mother": {"mine"},
    "child": {"mine"},
}


@pytest.mark.parametrize("name", OPEN)
def test_who_opens_what(cast: Cast, name):
    client, opened = cast.client(name), set()
    for page, address in addresses(cast).items():
        answer = client.get(address)
        assert answer.status_code in (200, 302, 403, 404), (page, answer.status_code)
        if answer.status_code == 200:
            opened.add(page)
    assert opened == OPEN[name]


def test_strangers_sign_in_first(cast: Cast):
    call = cast.call()
    for address in addresses(cast).values():
        answer = Client().get(address)
        assert answer.status_code == 302 and "/account/" in answer["Location"]
    for address in (f"/roll-call/{call.pk}/take-back/", f"/attendance/pupil/{cast.pupils[0].pk}/2026-11-30/correct/"):
        assert "/account/" in Client().post(address)["Location"]
    assert RollCall.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    ["/roll-call/{0}/tomorrow/0/", "/roll-call/{0}/1800-01-01/0/", "/roll-call/0/2026-11-30/0/",
     "/roll-call/{0}/2026-11-30/500/", "/attendance/class/0/", "/attendance/class/0/month/"],
)  # fmt: skip
def test_nonsense_in_addresses_is_no_page(cast: Cast, address):
    assert cast.client("head").get(address.format(cast.first.pk)).status_code == 404


@pytest.mark.parametrize(
    "query", ["?day=x", "?month=2026-13", "?month=99999999", "?school=x&day=2026-02-30", "?pupil=x"]
)
def test_odd_queries_are_answered(cast: Cast, query):
    for name, pages in (("affairs", ("day", "class", "month", "calls")), ("mother", ("mine",))):
        for page in pages:
            assert cast.client(name).get(addresses(cast)[page] + query).status_code == 200


def test_a_day_that_is_over_or_to_come_says_so(cast: Cast):
    client = cast.client("head")
    old = (cast.today - timedelta(days=40)).isoformat()
    page = client.get(f"/roll-call/{cast.first.pk}/{old}/0/").content.decode()
    assert "30 天内可以更正" in page and "data-roll-next" not in page
    answer = client.post(
        f"/roll-call/{cast.first.pk}/{old}/0/", {"school_class": cast.first.pk, "day": old, "session": 0}
    )
    assert answer.status_code == 422 and not RollCall.objects.exists()


def test_the_form_calls_the_roll_without_a_script(cast: Cast):
    client, address = cast.client("head"), addresses(cast)["morning"]
    page = client.get(address).content.decode()
    assert page.count('name="said"') == 4 and "重新点名即为更正" not in page
    typed = {"school_class": cast.first.pk, "day": cast.today.isoformat(), "session": 0,
             "said": [f"{cast.pupils[0].pk}:absent", f"{cast.pupils[1].pk}:present"]}  # fmt: skip
    assert client.post(address, typed)["Location"] == address
    page = client.get(address).content.decode()
    assert "重新点名即为更正" in page
    assert re.search(rf'value="{cast.pupils[0].pk}:absent"[^>]*selected', page)
    assert client.post(address, {**typed, "said": "x"}).status_code == 422
    assert Presence.objects.filter(ended_at=None).count() == 1


def test_leave_and_who_is_missing_already_are_chosen(cast: Cast):
    agree_leave(acting=cast.viewer("affairs"), leave=cast.ask())
    cast.call(_0="on_leave", _1="absent", _2="late")
    page = cast.client("maths").get(addresses(cast)["lesson"]).content.decode()
    chosen = dict(re.findall(r'value="(\d+):(\w+)"[^>]*selected', page))
    assert [chosen[str(each.pk)] for each in cast.pupils] == ["on_leave", "absent", "present", "present"]
    assert "发烧" not in page and "病假" not in page


def test_why_somebody_is_away_shows_to_deciders_and_family_alone(cast: Cast):
    leave = cast.ask()
    agree_leave(acting=cast.viewer("affairs"), leave=leave)
    detail = f"/pupil-leave/{leave.pk}/"
    for name in ("head", "affairs", "principal", "mother", "child"):
        assert "发烧" in cast.client(name).get(detail).content.decode(), name
    for name in ("reader", "maths", "other", "stranger", "county", "far"):
        client = cast.client(name)
        assert client.get(detail).status_code == 404
        for address in addresses(cast).values():
            page = b"".join(client.get(address)).decode("utf-8", "replace")
            assert "发烧" not in page and "病假" not in page, (name, address)


def test_a_correction_from_the_page_is_undone(cast: Cast):
    cast.call(_1="absent")
    client, day = cast.client("head"), cast.today.isoformat()
    page = client.get(addresses(cast)["class"]).content.decode()
    assert "迟到已到校" in page and cast.pupils[1].person.name in page
    address = f"/attendance/pupil/{cast.pupils[1].pk}/{day}/correct/"
    assert client.post(address, {"state": "late"}).status_code == 302
    assert cast.state(1).state == "late"
    page = client.get(addresses(cast)["class"]).content.decode()
    undo = page.split("/kit/undo/")[1].split("/")[0]
    client.post(f"/kit/undo/{undo}/")
    assert cast.state(1).state == "absent"
    client.post(address, {"state": "asleep"})
    assert cast.state(1).state == "absent"
    assert client.post(f"/attendance/pupil/{cast.pupils[1].pk}/never/correct/", {"state": "late"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [("reader", 403), ("principal", 403), ("mother", 404), ("other", 404), ("far", 404), ("county", 403)],
)
def test_others_correct_nothing(cast: Cast, name, status):
    cast.call(_1="absent")
    address = f"/attendance/pupil/{cast.pupils[1].pk}/{cast.today.isoformat()}/correct/"
    assert cast.client(name).post(address, {"state": "present"}).status_code == status
    assert cast.state(1).state == "absent"


def test_a_roll_call_is_taken_back_from_its_page(cast: Cast):
    call = cast.call(_1="absent")
    client = cast.client("head")
    assert "撤回这次点名" in client.get(addresses(cast)["morning"]).content.decode()
    client.post(f"/roll-call/{call.pk}/take-back/")
    assert not RollCall.objects.exists()
    page = client.get(addresses(cast)["class"]).content.decode()
    undo = page.split("/kit/undo/")[1].split("/")[0]
    client.post(f"/kit/undo/{undo}/")
    assert cast.state(1).state == "absent"
    assert cast.client("reader").post(f"/roll-call/{call.pk}/take-back/").status_code == 403
    assert cast.client("other").post(f"/roll-call/{call.pk}/take-back/").status_code == 404


def test_the_day_adds_up(cast: Cast):
    cast.call(_1="absent", _2="late")
    page = cast.client("principal").get("/attendance/").content.decode()
    assert "75.0" in page and "应到 4 人，实到 3 人" in page
    answer = cast.client("head").get("/attendance/")
    assert [line.school_class for line in answer.context["lines"]] == [cast.first]
    assert len(cast.client("principal").get("/attendance/").context["lines"]) == 2


def test_the_month_of_a_class(cast: Cast):
    yesterday = cast.today - timedelta(days=1)
    cast.call(day=yesterday, _1="absent")
    cast.call(_1="late")
    client = cast.client("reader")
    answer = client.get(f"/attendance/class/{cast.first.pk}/month/download/?format=csv&month={yesterday:%Y-%m}")
    lines = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    line = next(line for line in lines if line[0] == cast.pupils[1].person.name)
    assert line[lines[0].index(yesterday.isoformat())] == "缺勤"
    assert len(lines) == 5
    found = class_month(cast.first, month_of(f"{yesterday:%Y-%m}"))
    assert yesterday in found.days and len(found.rows) == 4
    assert client.get(f"/attendance/class/{cast.first.pk}/month/download/").status_code == 200
    assert class_month(cast.first, Month(cast.today.year + 1, 1)).days == []


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [("2026-01", "2025-12", "2026-02"), ("2026-12", "2026-11", "2027-01"), ("2026-05", "2026-04", "2026-06")],
)
def test_months_follow_each_other(text, before, after):
    found = month_of(text)
    assert (str(found), found.before, found.after) == (text, before, after)


def test_a_parent_sees_their_child_alone(cast: Cast):
    cast.call(_0="late", _1="absent")
    client = cast.client("mother")
    page = client.get("/my-attendance/").content.decode()
    assert cast.pupils[0].person.name in page and "迟到" in page
    assert cast.pupils[1].person.name not in page
    other = client.get(f"/my-attendance/?pupil={cast.pupils[1].pk}").content.decode()
    assert cast.pupils[1].person.name not in other
    assert "迟到" in cast.client("child").get("/my-attendance/").content.decode()
    assert pupil_month(cast.pupils[0], month_of("")).known


def test_cards_on_the_home_pages(cast: Cast):
    assert "今天还没有点名" in cast.client("head").get("/").content.decode()
    cast.call(_0="late", _1="absent")
    page = cast.client("head").get("/").content.decode()
    assert "3 / 4" in page and cast.pupils[1].person.name in page
    assert "75.0 %" in cast.client("principal").get("/").content.decode()
    page = cast.client("mother").get("/").content.decode()
    assert "今天到校情况" in page and "迟到" in page
    assert "今日考勤" not in cast.client("reader").get("/").content.decode()


def test_leave_waits_in_the_inbox_and_takes_two_taps(cast: Cast):
    leave = cast.ask()
    client = cast.client("head")
    page = client.get("/").content.decode()
    assert f"{cast.pupils[0].person.name}请假" in page and f'href="/pupil-leave/{leave.pk}/"' in page
    assert "准假" in client.get(f"/pupil-leave/{leave.pk}/").content.decode()
    assert client.post(f"/pupil-leave/{leave.pk}/agree-leave/").status_code == 302
    leave.refresh_from_db()
    assert leave.state == "granted"
    told = Recipient.objects.filter(person=cast.people["mother"], notice__state="sent")
    assert [row.notice.address for row in told] == [f"/pupil-leave/{leave.pk}/"]


def test_pages_of_others_have_panels(cast: Cast):
    cast.call(_0="absent")
    assert "3 / 4" in cast.client("head").get(f"/organisations/{cast.first.pk}/").content.decode()
    page = cast.client("mother").get(f"/pupils/{cast.pupils[0].pk}/").content.decode()
    assert "缺勤" in page
    assert "该生的请假" in cast.client("head").get(f"/pupils/{cast.pupils[0].pk}/").content.decode()
    assert "该生的请假" not in cast.client("reader").get(f"/pupils/{cast.pupils[0].pk}/").content.decode()


def test_no_link_leads_a_parent_astray(cast: Cast):
    cast.call(_0="absent")
    client = cast.client("mother")
    for start in ("/", "/my-attendance/", "/pupil-leave/new/", f"/pupils/{cast.pupils[0].pk}/"):
        page = client.get(start).content.decode()
        for address in set(re.findall(r'href="(/[a-z][^"]*)"', page)):
            if not address.startswith(("/static", "/account/sign-out")):
                assert client.get(address.replace("&amp;", "&"), follow=True).status_code == 200, (start, address)


def test_the_day_of_a_class_costs_the_same_for_many_pupils(cast: Cast, django_assert_max_num_queries):
    cast.call(_0="absent", _1="late")
    client = cast.client("head")
    client.get(addresses(cast)["class"])
    with django_assert_max_num_queries(40):
        client.get(addresses(cast)["class"])
    assert ClassDay.objects.count() == 1


def test_of_many_pupils_one_is_chosen_by_typing(cast: Cast):
    make_pupils(cast.region.lake, cast.region.second, tuple(f"多{number}" for number in range(MOST_LISTED)))
    client, pupil = cast.client("affairs"), cast.pupils[2]
    page = client.get(f"/pupil-leave/new/?pupil={pupil.pk}").content.decode()
    assert 'role="combobox"' in page and pupil.person.name in page and "岳多7" not in page
    found = client.get("/pupil-leave/pupils/?q=岳丙").content.decode()
    assert "岳丙" in found and "一年级(1)班" in found and "岳甲" not in found
    assert "岳" not in client.get("/pupil-leave/pupils/").content.decode()
    day = cast.today.isoformat()
    typed = {"kind": "sick", "since": day, "since_half": "am", "until": day, "until_half": "pm"}
    assert client.post("/pupil-leave/new/", {**typed, "pupil": "岳无"}).status_code == 422
    assert client.post("/pupil-leave/new/", {**typed, "pupil": "岳丙"}).status_code == 302
    assert PupilLeave.objects.get().pupil == pupil
    assert cast.client("head").get("/pupil-leave/pupils/?q=岳多7").content.decode().count("岳多7") == 0
    assert cast.client("county").get("/pupil-leave/pupils/?q=岳").status_code == 403


def test_a_doctors_note_is_read_by_family_and_deciders(cast: Cast):
    blob = Blob.objects.create(sha256="a" * 64, size=3, media_type="image/jpeg")
    file = File.objects.create(
        name="病历.jpg", owner=cast.people["mother"], path=cast.region.lake.path, size=3, state="ready", kind="image",
        blob=blob,
    )  # fmt: skip
    day = cast.today.isoformat()
    typed = {"pupil": cast.pupils[0].pk, "kind": "sick", "since": day, "since_half": "am", "until": day,
             "until_half": "pm", "files": file.pk}  # fmt: skip
    assert cast.client("mother").post("/pupil-leave/new/", typed).status_code == 302
    leave = PupilLeave.objects.get()
    assert "病历.jpg" in cast.client("head").get(f"/pupil-leave/{leave.pk}/").content.decode()
    readers = {name for name in cast.people if readable_through_leave(cast.viewer(name), [file.pk]) == [file.pk]}
    assert readers == {"head", "affairs", "principal", "mother", "child"}
    # Somebody else's file can't be attached.
    other = {**typed, "pupil": cast.pupils[1].pk}
    assert cast.client("head").post("/pupil-leave/new/", other).status_code == 422
