"""Credentials, scopes, limits, tokens, and what one organisation sees of another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from santong.domains.platform.records.actions.credentials import (
    issue_credential,
    revoke_credential,
    rotate_secret,
    set_provider_active,
)
from santong.domains.platform.records.actions.use import flush_use
from santong.domains.platform.records.models import CredentialUse, Provider, Scope, Statement
from santong.domains.platform.records.tests.cast import (
    ACTIVITY,
    Xapi,
    as_client,
    basic,
    learner,
    new_id,
    provider_with,
    statement,
)
from santong.domains.platform.records.xapi.statements import VOIDED
from santong.kit.access import SYSTEM
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db

BO = {"mbox": "mailto:bo@example.org"}
STATE = {"activityId": ACTIVITY, "agent": BO, "stateId": "s"}


@pytest.mark.parametrize(
    "authorization", ["", "Basic", "Basic !", "Basic eA==", basic("x", "y"), "Bearer x", "Digest x", "Basic /w=="]
)
def test_strangers_are_refused(city, authorization):
    answer = Xapi(authorization).get()
    assert answer.status == 401
    assert "Basic" in answer.headers["WWW-Authenticate"]


def test_a_session_is_no_credential(city):
    assert Client().get("/xAPI/statements", headers={"X-Experience-API-Version": "1.0.3"}).status_code == 401


def test_secrets_are_not_kept(region):
    issued = provider_with(region["city"])
    assert issued.secret not in str(issued.credential.__dict__)
    assert issued.secret not in str(list(AuditEntry.objects.values()))


def test_rotation_revocation_expiry(region):
    issued = provider_with(region["city"])
    old = as_client(issued)
    fresh = as_client(rotate_secret(acting=SYSTEM, credential=issued.credential))
    assert (old.get().status, fresh.get().status) == (200, 200)
    credential = issued.credential
    credential.previous_until = timezone.now() - timedelta(seconds=1)
    credential.save()
    assert (old.get().status, fresh.get().status) == (401, 200)
    revoke_credential(acting=SYSTEM, credential=credential)
    assert fresh.get().status == 401
    late = issue_credential(
        acting=SYSTEM, provider=credential.provider, scopes=[Scope.READ], expires=timezone.now() - timedelta(days=1)
    )
    assert as_client(late).get().status == 401


def test_a_stopped_provider(region):
    issued = provider_with(region["city"])
    set_provider_active(acting=SYSTEM, provider=issued.credential.provider, active=False)
    assert as_client(issued).get().status == 401


@pytest.mark.parametrize(
    ("scopes", "write", "read", "state", "profile"),
    [
        ([Scope.WRITE], 200, 403, 403, 403),
        ([Scope.READ], 403, 200, 403, 403),
        ([Scope.READ_OWN], 403, 200, 403, 403),
        ([Scope.STATE], 403, 403, 204, 403),
        ([Scope.PROFILE], 403, 403, 403, 204),
    ],
)
def test_scopes(region, scopes, write, read, state, profile):
    xapi = as_client(provider_with(region["city"], scopes=scopes))
    assert xapi.post(statement()).status == write
    assert xapi.get().status == read
    assert xapi.send("PUT", "activities/state", {}, **STATE).status == state
    assert xapi.send("POST", "agents/profile", {}, agent=BO, profileId="p").status == profile


def test_reading_own_only(region, city):
    own = as_client(provider_with(region["city"], scopes=[Scope.WRITE, Scope.READ_OWN]))
    (theirs,), (mine,) = city.store(statement()), own.store(statement())
    assert own.found() == [mine]
    assert own.get(statementId=theirs).status == 404
    assert set(city.found()) == {mine, theirs}


def test_organisations_see_below_but_not_beside(city, east, west):
    (of_city,), (of_east,), (of_west,) = (one.store(statement()) for one in (city, east, west))
    assert east.found() == [of_east]
    assert west.found(activity=ACTIVITY) == [of_west]
    assert east.get(statementId=of_west).status == 404
    assert east.get(statementId=of_city).status == 404
    assert city.found() == [of_west, of_east, of_city]


def test_one_organisation_cant_void_or_probe_anothers(city, east, west):
    (of_west,) = west.store(statement(verb={"id": "http://x.org/secret"}))
    target = {"objectType": "StatementRef", "id": of_west}
    answer = east.post(statement(verb={"id": VOIDED}, object=target))
    assert (answer.status, answer.json["path"]) == (403, "object.id")
    east.store(statement(object=target))
    assert east.found(verb="http://x.org/secret") == []
    assert west.get(statementId=of_west).status == 200
    city.store(statement(verb={"id": VOIDED}, object=target))
    assert west.get(statementId=of_west).status == 404


def test_voiding_in_advance_doesnt_reach_another_organisation(east, west):
    number = new_id()
    east.store(statement(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": number}))
    west.store(statement(id=number))
    assert west.get(statementId=number).status == 200


def test_authorities_cant_be_forged(region, city):
    ours = {"account": {"homePage": settings.PUBLIC_URL, "name": "provider-999"}}
    answer = city.post(statement(authority=ours))
    assert (answer.status, answer.json["path"]) == (403, "authority")
    (stored,) = city.store(statement(authority=BO))
    assert city.get(statementId=stored).json["authority"] != BO
    strict = as_client(provider_with(region["city"], accounts_only=True))
    assert strict.post(statement(authority=BO, actor=learner("a", "0001"))).status == 403
    assert Statement.objects.count() == 1


def test_people_of_other_organisations(region, west):
    actor = learner("east-pupil", region["east"].path)
    answer = west.post([statement(), statement(context={"instructor": actor})])
    assert (answer.status, answer.json["path"]) == (403, "[1].context.instructor.account.name")
    unknown = {"account": {"homePage": settings.PUBLIC_URL, "name": "0" * 32}}
    assert west.post(statement(actor=unknown)).problem == "actor.account.name: no such account of this platform"
    assert Statement.objects.count() == 0


def test_people_as_opaque_accounts_only(region):
    strict = as_client(provider_with(region["east"], accounts_only=True))
    actor = learner("pupil", region["east"].path)
    assert strict.post(statement(actor=actor)).status == 200
    assert strict.post(statement(actor={"objectType": "Group", "member": [actor]})).status == 200
    for wrong, path in (
        ({**actor, "name": "张三"}, "actor.name"),
        (BO, "actor"),
        ({"account": {"homePage": "https://x.org", "name": "1"}}, "actor"),
        ({"objectType": "Group", "member": [BO]}, "actor.member[0]"),
    ):
        assert strict.post(statement(actor=wrong)).json["path"] == path


def test_rate_limit(region):
    xapi = as_client(provider_with(region["city"], per_minute=3))
    answers = [xapi.get() for _ in range(8)]
    # A minute may end in between; then the count begins again once.
    refused = [one for one in answers if one.status == 429]
    assert len(refused) >= 2
    assert 1 <= int(refused[0].headers["Retry-After"]) <= 60


def test_use_is_counted(region):
    flush_use()
    issued = provider_with(region["city"])
    xapi = as_client(issued)
    xapi.store(statement(), statement())
    xapi.get(foo=1)
    flush_use()
    (use,) = CredentialUse.objects.filter(credential=issued.credential)
    assert (use.requests, use.refused, use.stored) == (2, 1, 2)


def test_tokens(region):
    issued = provider_with(region["city"])
    header = {"Authorization": basic(issued.credential.key, issued.secret)}
    asked = {"grant_type": "client_credentials", "scope": "statements/read"}
    got = Client().post("/xAPI/oauth/token", asked, headers=header)
    assert got.status_code == 200
    assert got.headers["Cache-Control"].startswith("max-age=0")
    bearer = Xapi(f"Bearer {got.json()['access_token']}")
    assert bearer.get().status == 200
    assert bearer.post(statement()).status == 403
    revoke_credential(acting=SYSTEM, credential=issued.credential)
    assert bearer.get().status == 401


def test_tokens_are_refused(region):
    issued = provider_with(region["city"], scopes=[Scope.READ])
    pair = {"client_id": issued.credential.key, "client_secret": issued.secret}
    good = {"grant_type": "client_credentials", **pair}
    assert Client().post("/xAPI/oauth/token", good).json()["scope"] == "statements/read"
    assert Client().post("/xAPI/oauth/token", good | {"client_secret": "x"}).status_code == 401
    assert Client().post("/xAPI/oauth/token", good | {"scope": "state"}).json()["error"] == "invalid_scope"
    assert Client().post("/xAPI/oauth/token", pair).json()["error"] == "unsupported_grant_type"


def test_giving_credentials_needs_the_permission(region):
    from django.core.exceptions import PermissionDenied

    from santong.kit.access import Grant, Viewer

    west = Viewer(person_id=1, grants=(Grant("school_it", region["west"].path),), category="staff")
    issued = provider_with(region["east"])
    with pytest.raises(PermissionDenied):
        rotate_secret(acting=west, credential=issued.credential)
    assert list(Provider.objects.visible_to(west)) == []


@pytest.mark.parametrize("branches", [0, 3, 64])
def test_many_providers_of_one_organisation(region, east, city, monkeypatch, branches):
    """Whether their lists lead, are looked up, or their column is read: the same statements are found."""
    monkeypatch.setattr("santong.domains.platform.records.queries.postings.MAX_BRANCHES", branches)
    city.store(statement(), statement())
    others = [as_client(provider_with(region["east"])) for _ in range(6)]
    stored = [number for one in others for number in one.store(statement())]
    assert east.found() == stored[::-1]
    assert east.found(activity=ACTIVITY, limit=4) == stored[:1:-1]
