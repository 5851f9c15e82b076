"""Locks: a locked resource is for those with a key only, everywhere it could show, and only in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from santong.domains.learning.resources.actions.locking import (
    date_keys,
    give_key,
    lock_resource,
    set_certified,
    take_keys,
    unlock_resource,
)
from santong.domains.learning.resources.actions.reviewing import bring_back, withdraw
from santong.domains.learning.resources.models import NOWHERE, Key, Resource, Version
from santong.domains.learning.resources.queries.finding import Asked, find, hits, rows_of, suggestions
from santong.domains.platform.files.readers import readable_ids
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db
LOCK = "#test"


def openings(cast, name: str, row: Resource) -> set[str]:
    """Every way by which somebody gets at a resource."""
    viewer, client = cast.viewer(name), cast.client(name)
    file = row.versions.get(state=Version.State.ADMITTED).parts.get().file_id
    found = {
        "list": Resource.objects.visible_to(viewer).filter(pk=row.pk).exists(),
        "keys": bool(rows_of(viewer, [row.pk])),
        "search": row.pk in [each.pk for each in find(viewer, Asked("方程")).rows],
        "count": find(viewer, Asked("方程")).found.total > 0,
        "suggestions": bool(suggestions(viewer, "方程")[1]),
        "palette": bool(hits(viewer, "方程", 5)),
        "file": file in readable_ids(viewer, [file]),
        "page": client.get(f"/resources/{row.pk}/").status_code == 200,
        "player": client.get(f"/resources/{row.pk}/play/{file}/").status_code == 200,
        "present": client.get(f"/resources/{row.pk}/present/").status_code == 200,
        "download": client.get(f"/resources/{row.pk}/files/{file}/").status_code == 302,
        "metadata": client.get(f"/resources/{row.pk}/lom.xml").status_code == 200,
    }
    return {way for way, is_open in found.items() if is_open}


def test_only_keys_open_what_is_locked(cast):
    row = cast.admitted(audience="county")
    every = openings(cast, "stranger", row)
    lock_resource(acting=cast.viewer("author"), resource=row, lock=LOCK)
    row.refresh_from_db()
    assert row.reach == LOCK
    assert openings(cast, "stranger", row) == openings(cast, "colleague", row) == openings(cast, "pupil", row) == set()
    give_key(lock=LOCK, path=cast.other.path)
    assert openings(cast, "stranger", row) == every >= {"list", "search", "page", "player", "download", "file"}
    assert openings(cast, "colleague", row) == set()
    assert "page" in openings(cast, "author", row)
    unlock_resource(acting=cast.viewer("author"), resource=row)
    assert openings(cast, "colleague", row) == every


def test_keys_open_in_their_days_only(cast):
    row, today = cast.admitted(), timezone.localdate()
    lock_resource(acting=cast.viewer("author"), resource=row, lock=LOCK)
    person = cast.people["stranger"].pk
    give_key(lock=LOCK, person_id=person, begins=today, ends=today)
    assert {"page", "search", "file"} <= openings(cast, "stranger", row)
    for begins, ends in ((None, today - timedelta(days=1)), (today + timedelta(days=1), None)):
        date_keys(lock=LOCK, begins=begins, ends=ends)
        assert openings(cast, "stranger", row) == set()
    give_key(lock=LOCK, person_id=person)
    assert Key.objects.count() == 1 and "page" in openings(cast, "stranger", row)
    assert take_keys(lock=LOCK, person_id=person) == 1
    assert openings(cast, "stranger", row) == set()


def test_pupils_with_a_key_get_what_is_for_pupils(cast):
    for_all, for_staff = cast.admitted(), cast.admitted(title="教师用书", for_pupils=False)
    for row in (for_all, for_staff):
        lock_resource(acting=cast.viewer("author"), resource=row, lock=LOCK)
    give_key(lock=LOCK, path=cast.school.path)
    assert list(Resource.objects.visible_to(cast.viewer("pupil"))) == [for_all]
    assert [row.pk for row in find(cast.viewer("pupil"), Asked("")).rows] == [for_all.pk]


def test_a_lock_outlives_withdrawal_and_is_one_only(cast):
    row, author = cast.admitted(), cast.viewer("author")
    lock_resource(acting=author, resource=row, lock=LOCK)
    with pytest.raises(NotPossible):
        lock_resource(acting=author, resource=row, lock="#other")
    with pytest.raises(ValueError, match="begins with #"):
        lock_resource(acting=author, resource=row, lock="0001")
    withdraw(acting=author, resource=Resource.objects.get(pk=row.pk), because="x")
    bring_back(acting=author, resource=Resource.objects.get(pk=row.pk))
    assert Resource.objects.get(pk=row.pk).reach == LOCK


def test_a_certified_resource_says_so(cast):
    row = cast.admitted()
    set_certified(resource_id=row.pk, level="county")
    page = cast.client("colleague").get("/resources/").content.decode()
    assert "icon-award" in page or "#award" in page


def test_a_lock_set_and_taken_off_shows_nothing_that_is_held_back(cast):
    row = cast.admitted(audience="county")
    Resource.objects.filter(pk=row.pk).update(reach=NOWHERE)  # as moderation does
    lock_resource(acting=cast.viewer("author"), resource=row, lock=LOCK)
    unlock_resource(acting=cast.viewer("author"), resource=row)
    row.refresh_from_db()
    assert row.reach == NOWHERE
