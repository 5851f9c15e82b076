"""Certificates: given by an officer at their level, shown, revoked, never for one's own work."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from santong.domains.learning.resources.public import Resource
from santong.domains.learning.sourcing.actions.certifying import certify, revoke
from santong.domains.learning.sourcing.actions.ledger import account_of, post
from santong.domains.learning.sourcing.models import Certificate
from santong.domains.learning.sourcing.tests.conftest import undo_of
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db


def test_a_certificate_shows_and_brings_points(cast):
    row = cast.admitted(audience="county")
    before = account_of(cast.people["author"]).balance
    officer = cast.client("officer")
    assert f"/resources/{row.pk}/certify/" in officer.get(f"/resources/{row.pk}/").content.decode()
    assert officer.get(f"/resources/{row.pk}/certify/").status_code == 200
    assert officer.post(f"/resources/{row.pk}/certify/", {"level": "county", "reason": ""}).status_code == 422
    officer.post(f"/resources/{row.pk}/certify/", {"level": "county", "reason": "设计清楚"})
    row.refresh_from_db()
    assert row.certified == "county" and account_of(cast.people["author"]).balance == before + 15
    page = cast.client("stranger").get(f"/resources/{row.pk}/").content.decode()
    assert "设计清楚" in page and "/certify/" not in page
    made = Certificate.objects.get()
    assert officer.get(f"/certificates/{made.pk}/").status_code == 200
    assert row.title in officer.get("/certificates/?state=valid&level=county").content.decode()
    answer = officer.post(f"/certificates/{made.pk}/revoke/", {"reason": "有错误"}, follow=True)
    row.refresh_from_db()
    assert row.certified == ""
    officer.post(undo_of(answer))
    row.refresh_from_db()
    assert row.certified == "county"


def test_the_highest_level_is_shown(cast):
    row = cast.admitted(audience="county")
    certify(acting=cast.viewer("affairs"), resource=row, level="school", reason="好")
    high = certify(acting=cast.viewer("officer"), resource=row, level="county", reason="很好")
    assert Resource.objects.get(pk=row.pk).certified == "county"
    revoke(acting=cast.viewer("officer"), certificate=high, reason="复核")
    assert Resource.objects.get(pk=row.pk).certified == "school"
    with pytest.raises(NotPossible):
        certify(acting=cast.viewer("affairs"), resource=row, level="school", reason="再来")


def test_only_officers_certify_at_their_level(cast):
    row, own = cast.admitted(audience="county"), cast.admitted("affairs")
    for name, resource, level in (
        ("affairs", row, "county"),  # above their level
        ("officer", row, "city"),
        ("affairs", own, "school"),  # their own work
        ("officer", own, "county"),  # not admitted there
        ("officer", cast.draft(), "county"),
    ):
        with pytest.raises(NotPossible):
            certify(acting=cast.viewer(name), resource=resource, level=level, reason="好")
    for name in ("author", "stranger"):
        assert cast.client(name).get(f"/resources/{row.pk}/certify/").status_code == 403
        assert cast.client(name).get("/certificates/").status_code == 403
    made = certify(acting=cast.viewer("officer"), resource=row, level="county", reason="好")
    assert cast.client("affairs").get(f"/certificates/{made.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        revoke(acting=cast.viewer("affairs"), certificate=made, reason="x")


def test_the_points_go_back_with_the_certificate(cast):
    row = cast.admitted(audience="county")
    author, officer = account_of(cast.people["author"]), cast.client("officer")

    def points() -> int:
        author.refresh_from_db()
        return author.balance

    before = points()
    for _again in range(2):  # granting, taking back and granting anew brings the points once
        granted = officer.post(f"/resources/{row.pk}/certify/", {"level": "county", "reason": "好"}, follow=True)
        assert points() == before + 15
        officer.post(undo_of(granted))
        assert points() == before
    made = certify(acting=cast.viewer("officer"), resource=row, level="county", reason="好")
    revoked = officer.post(f"/certificates/{made.pk}/revoke/", {"reason": "有错误"}, follow=True)
    assert points() == before and "已撤回" in revoked.content.decode()
    officer.post(undo_of(revoked))
    assert points() == before + 15


def test_spent_points_stay_and_the_page_says_so(cast):
    row = cast.admitted(audience="county")
    made = certify(acting=cast.viewer("officer"), resource=row, level="county", reason="好")
    author = account_of(cast.people["author"])
    post(kind="exchange", lines={author: -author.balance, account_of(cast.school): author.balance}, path=row.path)
    answer = cast.client("officer").post(f"/certificates/{made.pk}/revoke/", {"reason": "有错误"}, follow=True)
    author.refresh_from_db()
    assert author.balance == 0 and "已有积分被使用" in answer.content.decode()
    assert Resource.objects.get(pk=row.pk).certified == ""
    certify(acting=cast.viewer("officer"), resource=row, level="county", reason="改好了")
    author.refresh_from_db()
    assert author.balance == 0
