"""Making, renewing and revoking tokens, and what a request with one may do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from santong.domains.platform.access.public import Appointment, end_appointments
from santong.domains.platform.access.testing import client_of, signed_in, somebody
from santong.domains.platform.tokens.actions import issue_token, revoke_token, rotate_token
from santong.domains.platform.tokens.models import Token
from santong.domains.platform.tokens.scopes import PERMISSIONS, SCOPES
from santong.domains.platform.tokens.tests.client import api_for
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.access.roles import permissions_by_name
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db


def form(school, **changes):
    day = timezone.localdate() + timedelta(days=30)
    fields = {"organisation": school.pk, "name": "Library", "purpose": "Borrowing books"}
    return {**fields, "scopes": ["people.read"], "last_day": day.isoformat(), "requests_per_minute": 60, **changes}


def test_every_scope_names_known_permissions():
    assert {name for names in PERMISSIONS.values() for name in names} <= set(permissions_by_name())


def test_the_secret_is_shown_once_and_kept_as_a_hash(region):
    it = client_of(somebody("school_it", region["east"], "it"))
    assert f"{region['east'].name} · {region['east'].parent.name}" in it.get("/tokens/new/").content.decode()
    page = it.post("/tokens/new/", form(region["east"]))
    token = Token.objects.get()
    bearer = page.context["bearer"]
    assert bearer in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0")
    secret = bearer.split("_", 2)[2]
    assert secret not in str(Token.objects.values().get())
    assert secret not in it.get(f"/tokens/{token.pk}/").content.decode()
    assert secret not in str(list(AuditEntry.objects.values()))


def test_pages_are_for_those_who_may(region):
    api = api_for(region["east"])
    assert signed_in("principal", region["east"]).get("/tokens/").status_code == 200
    assert signed_in("principal", region["east"], "p2").get("/tokens/new/").status_code == 403
    assert signed_in("class_teacher", region["east"]).get("/tokens/").status_code == 403
    other = signed_in("school_it", region["west"], "west-it")
    for page in ("", "rotate/", "revoke/"):
        assert other.get(f"/tokens/{api.token.pk}/{page}").status_code == 404
    assert other.post(f"/tokens/{api.token.pk}/revoke/").status_code == 404
    assert api.get("organisations").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"organisation": "west"}, {"scopes": []}, {"scopes": ["everything"]}, {"last_day": "2020-01-01"}, {"purpose": ""}],
)
def test_what_a_form_refuses(region, wrong):
    if "organisation" in wrong:
        wrong = {"organisation": region["west"].pk}
    it = client_of(somebody("school_it", region["east"], "it"))
    assert it.post("/tokens/new/", form(region["east"], **wrong)).status_code == 422
    assert not Token.objects.exists()


def test_nobody_gives_more_than_they_may_themselves(region):
    admin = somebody("region_administrator", region["city"], "admin")
    acting = Viewer(person_id=admin.pk, grants=(Grant("region_administrator", region["city"].path),))
    with pytest.raises(PermissionDenied):
        issue_token(
            acting=acting,
            organisation=region["east"],
            name="x",
            purpose="y",
            scopes=["contacts.read"],
            expires=timezone.now() + timedelta(days=1),
        )
    page = client_of(admin).get("/tokens/new/").content.decode()
    assert 'value="people.read"' in page
    assert 'value="contacts.read"' not in page


@pytest.mark.parametrize("bearer", ["", "x", "santong__", "santong_abc_def", "Bearer", "\x00", "令牌"])
def test_wrong_tokens_are_401(region, bearer):
    api = api_for(region["east"])
    api.bearer = bearer or "none"
    answer = api.get("organisations")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_cookies_mean_nothing(region):
    it = client_of(somebody("school_it", region["east"], "it"))
    assert it.get("/api/v1/organisations").status_code == 401


def test_rotation_leaves_a_day_and_passes_the_responsibility(region):
    api = api_for(region["east"])
    successor = somebody("school_it", region["east"], "successor")
    acting = Viewer(person_id=successor.pk, grants=(Grant("school_it", region["east"].path),))
    old = api.bearer
    api.bearer = rotate_token(acting=acting, token=api.token).bearer
    assert api.get("organisations").status_code == 200
    fresh, api.bearer = api.bearer, old
    assert api.get("organisations").status_code == 200
    Token.objects.update(previous_until=timezone.now())
    assert api.get("organisations").status_code == 401
    api.bearer = fresh
    assert api.get("organisations").status_code == 200
    assert Token.objects.get().holder == successor


def test_revoked_and_expired_tokens_end_at_once(region):
    api = api_for(region["east"])
    Token.objects.update(expires=timezone.now())
    assert api.get("organisations").status_code == 401
    Token.objects.update(expires=timezone.now() + timedelta(days=1))
    assert api.get("organisations").status_code == 200
    revoke_token(acting=SYSTEM, token=api.token)
    assert api.get("organisations").status_code == 401


def test_a_token_ends_with_the_office_of_its_holder(region):
    api = api_for(region["east"])
    end_appointments(acting=SYSTEM, appointments=Appointment.objects.filter(person=api.token.holder))
    answer = api.get("organisations")
    assert answer.status_code == 403
    assert "renewed" in answer.json()["detail"]


def test_requests_are_counted_and_recorded(region):
    api = api_for(region["east"], per_minute=2)
    api.get("people", q="990102201609030013")
    assert api.get("organisations").status_code == 200
    refused = api.get("organisations")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    used = AuditEntry.objects.filter(model="tokens.token", verb="tokens.use").order_by("id")
    assert [entry.changes["status"][1] for entry in used] == [422, 200, 429]
    assert used[0].changes["request"][1] == "GET /api/v1/people?q"
    assert used[1].changes["rows"][1] == 1
    assert not AuditEntry.objects.filter(changes__icontains="990102201609030013").exists()
    token = Token.objects.get()
    assert token.last_used is not None
    assert token.last_address == "127.0.0.1"


def test_a_scope_opens_only_what_it_names(region):
    api = api_for(region["east"], scopes=["organisations.read"])
    assert api.get("schools").status_code == 200
    for path in ("people", "pupils", "staff", "guardians", "imports", "imports/targets"):
        answer = api.get(path)
        assert answer.status_code == 403, path
        assert answer.json()["status"] == 403


def test_the_reach_is_the_organisation(region):
    api = api_for(region["city"], role="region_administrator", scopes=["organisations.read"])
    assert {row["name"] for row in api.get("schools").json()["items"]} == {"East", "West"}
    east = api_for(region["east"])
    assert [row["name"] for row in east.get("schools").json()["items"]] == ["East"]
    assert east.get(f"schools/{region['west'].pk}").status_code == 404
    assert east.get("organisations", organisation=region["west"].pk).status_code == 422


def test_all_scopes_have_words():
    assert set(PERMISSIONS) == SCOPES
