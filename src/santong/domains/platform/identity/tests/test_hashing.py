"""How passwords are hashed: the cost, the turns, and what was hashed at another cost."""

from __future__ import annotations

import threading

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from santong.domains.platform.identity import hashing
from santong.domains.platform.identity.tests.conftest import PASSWORD, is_signed_in, sign_in
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db
SHIPPED = "santong.domains.platform.identity.hashing.PasswordHasher"
FLOOR = "argon2$argon2id$v=19$m=19456,t=2,p=1$"


@pytest.fixture
def shipped(settings):
    settings.PASSWORD_HASHERS = [SHIPPED]


@pytest.fixture
def from_before(person, shipped):
    """Somebody whose password was hashed when hashing cost ten times as much."""
    person.password = Argon2PasswordHasher().encode(PASSWORD, "s" * 22)
    person.save()
    assert "m=102400,t=2,p=8" in person.password
    return person


def test_the_product_hashes_at_the_floor(person, shipped):
    from santong.config import settings as product

    assert product.PASSWORD_HASHERS == [SHIPPED]
    person.set_password(PASSWORD)
    assert person.password.startswith(FLOOR)
    assert person.check_password(PASSWORD)
    assert not person.check_password("wrong")


def test_an_old_hash_is_replaced_at_sign_in(from_before, client):
    assert sign_in(client, "mei", "wrong").status_code == 422
    from_before.refresh_from_db()
    assert not from_before.password.startswith(FLOOR)
    sign_in(client, "mei")
    from_before.refresh_from_db()
    assert from_before.password.startswith(FLOOR)
    assert client.get("/account/").status_code == 200
    assert sign_in(Client(), "mei").status_code == 302
    entry = AuditEntry.objects.get(verb="identity.rehash_password")
    assert entry.changes["password"] == ["•••", "•••"]


def test_confirming_leaves_the_hash_and_the_session_alone(from_before, client):
    client.force_login(from_before)
    response = client.post("/account/confirm/", {"password": PASSWORD})
    assert response.status_code == 302
    assert client.get("/account/").status_code == 200
    assert is_signed_in(client)


def test_no_more_at_once_than_there_are_cores(monkeypatch):
    running, most, lock = 0, 0, threading.Lock()
    meeting = threading.Event()

    def hashed(self: object, password: str, salt: str) -> str:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            if running == django_settings.HASHES_AT_ONCE:
                meeting.set()
        meeting.wait(30)
        with lock:
            running -= 1
        return "argon2$"

    monkeypatch.setattr(Argon2PasswordHasher, "encode", hashed)
    threads = [threading.Thread(target=hashing.PasswordHasher().encode, args=("x", "y" * 22)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == django_settings.HASHES_AT_ONCE
