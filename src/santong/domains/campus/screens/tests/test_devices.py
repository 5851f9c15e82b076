"""How a panel gets its credential, what that opens, and how it is taken away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from santong.domains.campus.screens.actions import pair, put_screen, revoke
from santong.domains.campus.screens.models import Device, Screen
from santong.domains.campus.screens.tests.conftest import HEADER, Cast, Panel
from santong.domains.platform.access.testing import signed_in
from santong.kit.models.audit import AuditEntry
from santong.kit.pairing import (
    ALPHABET,
    CODE_LASTS,
    LASTS,
    RENEWED_EVERY,
    TRIES_PER_MINUTE,
    device_by,
    forget_unclaimed,
)
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db


def test_a_panel_shows_a_code_until_somebody_has_entered_it(cast: Cast):
    panel = Panel()
    assert panel.ask().status_code == 403
    code = panel.code()
    assert len(code) == 8 and set(code) <= set(ALPHABET)
    assert panel.ask().status_code == 403, "a panel without a screen sees nothing"
    assert panel.code() == code, "the same code while it lasts"
    screen = cast.hang(code=f" {code[:4].lower()} {code[4:]} ")
    assert panel.content()["screen"]["title"] == str(cast.region.first)
    assert screen.state == "paired" and cast.device(screen).code == ""
    assert panel.client.post("/screen/code/", headers=HEADER).status_code == 409, "a panel with a screen has no code"


def test_the_picture_leads_to_where_the_code_is_entered(cast: Cast):
    answer = Panel().client.post("/screen/code/", headers=HEADER).json()
    assert answer["picture"].startswith("data:image/svg+xml")
    page = cast.client().get(f"/screens/new/?code={answer['code']}").content.decode()
    assert f'value="{answer["code"]}"' in page


def test_the_cookie_is_for_the_player_alone_and_its_secret_is_nowhere_kept(cast: Cast):
    panel, screen = cast.paired()
    cookie = panel.client.cookies["screen"]
    assert cookie["path"] == "/screen/" and cookie["httponly"] and cookie["samesite"] == "Strict"
    secret = cookie.value.partition(".")[2]
    device = cast.device(screen)
    assert secret not in str(Device.objects.filter(pk=device.pk).values())
    assert device.knows(secret, timezone.now())
    assert not AuditEntry.objects.filter(changes__icontains=secret).exists()


@pytest.mark.parametrize(
    "address",
    ["/", "/screens/", "/screens/{pk}/", "/screens/{pk}/show/", "/screens/{pk}/content/", "/notices/", "/api/v1/rooms",
     "/screen-alarms/new/", "/timetable/"],
)  # fmt: skip
def test_the_credential_opens_nothing_else(cast: Cast, address: str):
    panel, screen = cast.paired()
    # Even a browser that sent the cookie everywhere.
    panel.client.cookies["screen"]["path"] = "/"
    answer = panel.client.get(address.format(pk=screen.pk))
    assert answer.status_code in (302, 401, 403, 404), address
    assert answer.status_code != 302 or "/account/" in answer["Location"] or "/demo/" in answer["Location"]


def test_a_panel_sees_the_content_of_its_own_screen(cast: Cast):
    first, _screen = cast.paired()
    second, _other = cast.paired("hall")
    assert first.content()["screen"]["place"] == "class" and second.content()["screen"]["place"] == "hall"


def test_a_locked_out_panel_sees_nothing_and_can_be_paired_anew(cast: Cast):
    panel, screen = cast.paired()
    revoke(acting=cast.viewer, screen=screen)
    answer = panel.ask()
    assert answer.status_code == 403 and answer.json() == {"state": "waiting"}  # type: ignore[attr-defined]
    assert Screen.objects.get().state == "revoked"
    pair(acting=cast.viewer, screen=screen, code=panel.code())
    assert panel.ask().status_code == 200
    assert Device.objects.filter(screen=screen).count() == 2, "the locked out credential stays locked out"


def test_another_panel_takes_the_place_of_the_one_before(cast: Cast):
    old, screen = cast.paired()
    new = Panel()
    pair(acting=cast.viewer, screen=screen, code=new.code())
    assert new.ask().status_code == 200 and old.ask().status_code == 403


def test_a_removed_screen_shows_nothing(cast: Cast):
    panel, screen = cast.paired()
    cast.client().post(f"/screens/{screen.pk}/remove/")
    assert panel.ask().status_code == 403
    Screen.with_removed.filter(pk=screen.pk).restore()
    assert panel.ask().status_code == 200


def test_moving_a_screen_moves_its_panel(cast: Cast):
    panel, screen = cast.paired()
    screen.school_class, screen.path = cast.region.second, cast.region.second.path
    put_screen(acting=cast.viewer, screen=screen)
    Screen.objects.update(revision=99)
    assert panel.content()["screen"]["title"] == str(cast.region.second)
    assert cast.device(screen).path == cast.region.second.path


@pytest.mark.parametrize("cookie", ["", ".", "abc", "abc.", ".abc", "x" * 500, "a.b.c", "0" * 24 + ".secret"])
def test_a_wrong_cookie_opens_nothing(cast: Cast, cookie: str):
    cast.paired()
    client = Client()
    client.cookies["screen"] = cookie
    assert client.get("/screen/content/", headers=HEADER).status_code == 403


def test_a_code_is_over_after_a_quarter_of_an_hour(cast: Cast):
    panel = Panel()
    code = panel.code()
    Device.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotPossible):
        cast.hang(code=code)
    assert panel.code() != code, "the panel shows another by itself"
    assert timedelta(minutes=15) >= CODE_LASTS


def test_a_code_is_used_once(cast: Cast):
    panel = Panel()
    code = panel.code()
    cast.hang(code=code)
    with pytest.raises(NotPossible):
        cast.hang("hall", code=code)


def test_a_wrong_code_is_named_at_its_field_and_what_was_typed_stays(cast: Cast):
    typed = {"school": cast.school.pk, "place": "hall", "code": "AAAA AAAA", "name": "Entrance"}
    answer = cast.client().post("/screens/new/", typed)
    assert answer.status_code == 422 and "code" in answer.context["form"].errors
    assert 'value="Entrance"' in answer.content.decode() and not Screen.objects.exists()


def test_nobody_tries_codes_for_long(cast: Cast):
    screen = cast.hang()
    for _number in range(TRIES_PER_MINUTE):
        with pytest.raises(NotPossible):
            pair(acting=cast.viewer, screen=screen, code="AAAAAAAA")
    with pytest.raises(NotPossible):
        pair(acting=cast.viewer, screen=screen, code=Panel().code())


def test_no_address_asks_for_codes_without_end(cast: Cast):
    answers = [Client().post("/screen/code/", headers=HEADER).status_code for _number in range(42)]
    assert answers[0] == 200 and answers[-1] == 429
    assert Device.objects.count() <= 40


def test_pages_of_other_sites_ask_for_no_code(cast: Cast):
    assert Client().post("/screen/code/").status_code == 400
    assert Client().get("/screen/code/", headers=HEADER).status_code == 405
    assert not Device.objects.exists()


def test_a_cookie_is_renewed_and_a_lost_answer_locks_nobody_out(cast: Cast):
    panel, screen = cast.paired()
    old = panel.client.cookies["screen"].value
    Device.objects.update(renewed_at=timezone.now() - RENEWED_EVERY - timedelta(days=1))
    assert panel.ask().status_code == 200
    new = panel.client.cookies["screen"].value
    assert new != old
    panel.client.cookies["screen"] = old  # the answer never arrived
    assert panel.ask().status_code == 200
    newer = panel.client.cookies["screen"].value
    assert newer not in (old, new)
    assert panel.ask().status_code == 200
    panel.client.cookies["screen"] = old
    assert panel.ask().status_code == 403, "the old one is over once the new one was used"
    panel.client.cookies["screen"] = newer
    assert panel.ask().status_code == 200
    assert cast.device(screen).previous_digest == ""


def test_an_old_secret_that_was_never_replaced_is_over_some_day(cast: Cast):
    panel, _screen = cast.paired()
    old = panel.client.cookies["screen"].value
    Device.objects.update(renewed_at=timezone.now() - RENEWED_EVERY - timedelta(days=1))
    panel.ask()
    assert device_by(Device, old, timezone.now() + timedelta(days=90)) is not None, "a summer without current"
    assert device_by(Device, old, timezone.now() + LASTS + timedelta(days=1)) is None


def test_panels_that_nobody_claims_are_forgotten(cast: Cast):
    panel, _screen = cast.paired()
    Panel().code()
    Device.objects.update_quietly(created=timezone.now() - timedelta(days=2))
    assert forget_unclaimed(Device, timezone.now()) == 1
    assert panel.ask().status_code == 200


@pytest.mark.parametrize("role", ["principal", "class_teacher", "subject_teacher", "parent"])
def test_who_may_not_set_screens_up_pairs_none(cast: Cast, role: str):
    screen, code = cast.hang(), Panel().code()
    place = cast.region.first if role in ("class_teacher", "subject_teacher", "parent") else cast.school
    client = signed_in(role, place)
    for step in ("pair", "revoke"):
        answer = client.post(f"/screens/{screen.pk}/{step}/", {"code": code})
        assert answer.status_code in (403, 404), (role, step)
    assert Screen.objects.get().state == "waiting"


def test_the_keeper_of_another_school_pairs_none_here(cast: Cast):
    screen = cast.hang()
    intruder = signed_in("school_it", cast.region.far, "intruder")
    cache.clear()
    assert intruder.post(f"/screens/{screen.pk}/pair/", {"code": Panel().code()}).status_code == 404
    answer = intruder.post("/screens/new/", {"school": cast.school.pk, "place": "hall", "name": "Mine"})
    assert answer.status_code == 422 and "school" in answer.context["form"].errors
