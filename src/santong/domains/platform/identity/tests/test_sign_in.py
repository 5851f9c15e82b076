"""Signing in: three identifiers, one answer to strangers, and nobody locked out for long."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from santong.domains.platform.identity.credentials import ACCOUNT, ADDRESS, PAIR
from santong.domains.platform.identity.models import Attempts, Person
from santong.domains.platform.identity.tests.conftest import ID_NUMBER, PASSWORD, PHONE, is_signed_in, sign_in

pytestmark = pytest.mark.django_db
WRONG = "账号或密码不正确"
WAIT = "尝试次数过多"


def let_pass(seconds: int) -> None:
    """As if so many seconds had gone by."""
    ago = timedelta(seconds=seconds)
    Attempts.objects.update(empty_at=F("empty_at") - ago, wait_until=F("wait_until") - ago)


def fail(times: int, identifier: str = "mei", address: str = "10.0.0.1", client: Client | None = None) -> list:
    return [sign_in(client or Client(), identifier, "wrong", REMOTE_ADDR=address) for _ in range(times)]


@pytest.mark.parametrize(
    "identifier", ["mei", "MEI", " mei ", ID_NUMBER, "990102 19850512 0022", PHONE, "+86 19900000042"]
)
def test_one_field_takes_all_three(person, client, identifier):
    response = sign_in(client, identifier)
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert is_signed_in(client)


def test_goes_where_the_person_wanted_to_go_but_not_elsewhere(person, client):
    target = "/account/sign-in/?next="
    data = {"identifier": "mei", "password": PASSWORD}
    assert Client().post(target + "/account/places/", data)["Location"] == "/account/places/"
    assert client.post(target + "https://elsewhere.example/", data)["Location"] == "/"
    assert Client().get(target + "http://[x").status_code == 200
    assert Client().post(target + "//[", data)["Location"] == "/"


def test_a_shared_phone_number_belongs_to_nobody(person, client):
    other = Person(username="other", name="Other")
    other.set_phone(PHONE)
    other.set_password(PASSWORD)
    other.save()
    assert WRONG in sign_in(client, PHONE).content.decode()
    assert sign_in(client, "mei").status_code == 302


def test_a_username_goes_before_somebody_elses_number(person, client):
    impostor = Person.objects.create_person(username=PHONE, name="Other", password="another password")
    sign_in(client, PHONE, "another password")
    assert client.session["_auth_user_id"] == str(impostor.pk)


def test_wrong_and_unknown_get_the_same_answer(person):
    wrong, unknown = (sign_in(Client(), name, "wrong") for name in ("mei", "nobody"))
    assert wrong.status_code == unknown.status_code == 422
    assert WRONG in wrong.content.decode()

    def without_token(response) -> str:
        text = response.content.decode().replace("nobody", "mei")
        return text.replace(response.wsgi_request.META["CSRF_COOKIE"], "")

    assert len(without_token(wrong)) == len(without_token(unknown))


class CountingHasher(hashers.MD5PasswordHasher):
    """Counts how often a password is hashed; checking one hashes it once."""

    algorithm = "counting"
    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.hashed += 1
        return super().encode(password, salt)


def test_wrong_and_unknown_do_the_same_work(person, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    person.set_password(PASSWORD)
    person.save()
    work = []
    for name in ("mei", "nobody"):
        CountingHasher.hashed = 0
        with CaptureQueriesContext(connection) as queries:
            sign_in(Client(), name, "wrong")
        work.append((CountingHasher.hashed, len(queries)))
    assert work[0] == work[1]
    assert work[0][0] == 1


def test_what_was_typed_is_kept_but_not_the_password(client, person):
    text = sign_in(client, "mei", "secret words").content.decode()
    assert 'value="mei"' in text
    assert "secret words" not in text


def test_switched_off_says_so_only_with_the_right_password(person, client):
    person.is_active = False
    person.save()
    assert WRONG in sign_in(client, "mei", "wrong").content.decode()
    assert "已停用" in sign_in(client, "mei").content.decode()
    assert not is_signed_in(client)


def test_a_session_ends_when_the_account_is_switched_off(signed_in, person):
    person.is_active = False
    person.save()
    assert signed_in.get("/account/").status_code == 302


def test_repeated_failure_has_to_wait(person):
    responses = fail(PAIR.free + 1)
    assert [r.status_code for r in responses] == [422] * PAIR.free + [429]
    assert WAIT in responses[-1].content.decode()
    right = sign_in(Client(), "mei", REMOTE_ADDR="10.0.0.1")
    assert right.status_code == 429


def test_the_wait_grows_and_ends(person):
    fail(PAIR.free)
    let_pass(PAIR.first)
    assert fail(2)[0].status_code == 422
    let_pass(PAIR.first)
    assert fail(1)[0].status_code == 429
    let_pass(PAIR.first)
    assert sign_in(Client(), "mei", REMOTE_ADDR="10.0.0.1").status_code == 302


def test_trying_on_while_waiting_does_not_prolong_it(person):
    fail(PAIR.free + 50)
    let_pass(PAIR.first)
    assert sign_in(Client(), "mei", REMOTE_ADDR="10.0.0.1").status_code == 302


def test_unknown_accounts_wait_just_the_same(person):
    known, unknown = fail(PAIR.free + 1), fail(PAIR.free + 1, "nobody")
    assert [r.status_code for r in known] == [r.status_code for r in unknown]


def test_all_names_of_an_account_are_counted_together(person):
    fail(PAIR.free - 2)
    fail(1, PHONE)
    fail(1, ID_NUMBER)
    for name in ("mei", PHONE, ID_NUMBER):
        sign_in(client := Client(), name, REMOTE_ADDR="10.0.0.1")
        assert not is_signed_in(client)
    let_pass(PAIR.first)
    assert sign_in(Client(), "mei", REMOTE_ADDR="10.0.0.1").status_code == 302


def test_from_anywhere_too(person):
    for number in range(ACCOUNT.free + 2):
        fail(1, ("mei", PHONE, ID_NUMBER)[number % 3], f"10.1.0.{number}")
    sign_in(client := Client(), "mei", REMOTE_ADDR="10.0.0.1")
    assert not is_signed_in(client)
    let_pass(ACCOUNT.longest)
    assert sign_in(Client(), "mei", REMOTE_ADDR="10.0.0.1").status_code == 302


def test_a_locked_account_does_not_tell_which_numbers_are_its_own(person):
    fail(PAIR.free + 2)
    own, strange = (fail(1, number)[0] for number in (ID_NUMBER, "990102198505120030"))
    assert own.status_code == strange.status_code == 422
    assert WRONG in own.content.decode()
    assert WRONG in strange.content.decode()


def test_a_locked_account_does_the_same_work_under_another_name(person, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    person.set_password(PASSWORD)
    person.save()
    fail(PAIR.free + 2)
    work = []
    for name in (PHONE, "19900000099"):
        CountingHasher.hashed = 0
        with CaptureQueriesContext(connection) as queries:
            fail(1, name)
        work.append((CountingHasher.hashed, len(queries)))
    assert work[0] == work[1]


def test_a_stranger_elsewhere_does_not_lock_the_owner_out(person):
    fail(PAIR.free + 5, address="10.9.9.9")
    assert sign_in(Client(), "mei", REMOTE_ADDR="10.0.0.1").status_code == 302


def test_many_strangers_cost_the_owner_a_minute_at_most(person):
    for number in range(ACCOUNT.free + 15):
        let_pass(0)
        fail(1, address=f"10.1.0.{number}")
    assert sign_in(Client(), "mei", REMOTE_ADDR="10.0.0.1").status_code == 429
    let_pass(ACCOUNT.longest)
    assert sign_in(Client(), "mei", REMOTE_ADDR="10.0.0.1").status_code == 302


def test_many_strangers_cost_nothing_where_the_owner_was_before(person):
    known = Client()
    sign_in(known, "mei", REMOTE_ADDR="10.0.0.1")
    known.post("/account/sign-out/")
    for number in range(ACCOUNT.free + 5):
        fail(1, address=f"10.1.0.{number}")
    fail(PAIR.free + 1, address="10.0.0.1")
    assert sign_in(known, "mei", REMOTE_ADDR="10.0.0.1").status_code == 302


def test_many_strangers_cost_nothing_at_an_address_where_the_account_is_in_use(person):
    sign_in(Client(), "mei", REMOTE_ADDR="10.0.0.1")
    for number in range(ACCOUNT.free + 5):
        fail(1, address=f"10.1.0.{number}")
    assert sign_in(Client(), "mei", REMOTE_ADDR="10.0.0.1").status_code == 302
    assert sign_in(Client(), "mei", REMOTE_ADDR="10.0.0.2").status_code == 429


def test_a_device_cookie_cannot_be_made_up(person):
    client = Client()
    client.cookies["device"] = "eyJkZXZpY2UiOiJ4IiwicGVvcGxlIjpbMV19:forged:signature"
    assert [r.status_code for r in fail(PAIR.free + 1, client=client)][-1] == 429


def test_a_known_device_waits_for_its_own_failures(person):
    known = Client()
    sign_in(known, "mei")
    known.post("/account/sign-out/")
    assert fail(12, client=known)[-1].status_code == 429


def test_one_address_against_many_accounts_has_to_wait(person):
    for number in range(ADDRESS.free):
        fail(1, f"guess{number}", "10.7.7.7")
    assert sign_in(Client(), "mei", REMOTE_ADDR="10.7.7.7").status_code == 429
    assert sign_in(Client(), "mei", REMOTE_ADDR="10.0.0.1").status_code == 302


def test_a_whole_school_behind_one_address_is_not_held_up(person):
    for number in range(ADDRESS.free + 20):
        let_pass(ADDRESS.drain)
        fail(1, f"pupil{number}", "10.8.8.8")
    assert sign_in(Client(), "mei", REMOTE_ADDR="10.8.8.8").status_code == 302


def test_success_tidies_up(person):
    fail(2)
    let_pass(7200)
    sign_in(Client(), "mei", REMOTE_ADDR="10.0.0.3")
    assert not Attempts.objects.filter(key__startswith="pair").exists()


def test_the_key_of_the_session_changes_at_sign_in(person, client):
    client.get("/account/sign-in/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies["session"] = before
    sign_in(client, "mei")
    assert client.session.session_key != before


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password", "account_set_password"])
def test_nothing_of_email_or_sign_up_exists(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_signing_in_needs_no_email(person):
    assert not {"email"} & {field.name for field in Person._meta.get_fields()}
    assert sign_in(Client(), "mei").status_code == 302


def test_the_sign_in_page_is_light(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/account/sign-in/").status_code == 200


def test_signing_out(signed_in):
    assert signed_in.get("/account/sign-out/").status_code == 200
    assert is_signed_in(signed_in)
    signed_in.post("/account/sign-out/")
    assert not is_signed_in(signed_in)
