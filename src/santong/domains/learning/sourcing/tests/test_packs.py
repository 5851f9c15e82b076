"""Packs: open to those entitled within the licence, closed to everybody else everywhere."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from santong.domains.learning.resources.public import ResourceViewed
from santong.domains.learning.resources.tests.test_keys import openings
from santong.domains.learning.sourcing.actions.packs import add_items, give_seat_back, put_pack, take_seat
from santong.domains.learning.sourcing.models import Pack, PackItem, PackUse, Seat
from santong.domains.learning.sourcing.tests.conftest import undo_of
from santong.domains.platform.access.testing import client_of, somebody
from santong.kit.access import Grant, Viewer
from santong.kit.events import emit
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db
ALL = {"list", "search", "page", "player", "download", "file"}


def new_pack(cast, *, places=None, seats=None, begins=-1, ends=30) -> Pack:
    today = timezone.localdate()
    pack = Pack(
        title="初中数学微课包", supplier="云山数字", organisation=cast.county, seats=seats,
        begins=today + timedelta(days=begins), ends=today + timedelta(days=ends),
    )  # fmt: skip
    return put_pack(acting=cast.viewer("officer"), pack=pack, places=places or [cast.other])


def with_resource(cast, **options) -> tuple:
    row = cast.admitted(audience="county")
    pack = new_pack(cast, **options)
    add_items(acting=cast.viewer("officer"), pack=pack, resources=[row])
    row.refresh_from_db()
    return pack, row


def change(cast, pack: Pack, **facts) -> None:
    places = [each.organisation for each in pack.entitlements.unscoped("a test")]
    for name, value in facts.items():
        setattr(pack, name, value)
    put_pack(acting=cast.viewer("officer"), pack=pack, places=places)


def test_a_school_without_entitlement_is_refused_everywhere(cast):
    pack, row = with_resource(cast)
    assert openings(cast, "stranger", row) >= ALL
    assert openings(cast, "colleague", row) == set() == openings(cast, "pupil", row)
    colleague = cast.client("colleague")
    assert colleague.get(f"/packs/{pack.pk}/").status_code == 404
    assert colleague.post(f"/packs/{pack.pk}/resources/{row.pk}/use/").status_code == 404
    assert pack.title not in colleague.get("/packs/").content.decode()
    page = cast.client("stranger").get(f"/packs/{pack.pk}/").content.decode()
    assert f"/resources/{row.pk}/" in page and "/drop/" not in page
    assert pack.title in cast.client("stranger").get(f"/resources/{row.pk}/").content.decode()


def test_an_expired_pack_is_closed(cast):
    pack, row = with_resource(cast)
    today = timezone.localdate()
    change(cast, pack, begins=today - timedelta(days=30), ends=today - timedelta(days=1))
    assert openings(cast, "stranger", row) == set()
    assert pack.title in cast.client("stranger").get("/packs/?state=expired").content.decode()
    change(cast, pack, begins=today + timedelta(days=1), ends=today + timedelta(days=9))
    assert openings(cast, "stranger", row) == set()
    change(cast, pack, begins=today, ends=today)
    assert openings(cast, "stranger", row) >= ALL


def test_a_seat_is_taken_at_first_use(cast):
    pack, row = with_resource(cast, seats=1)
    assert openings(cast, "stranger", row) == set()
    stranger = cast.client("stranger")
    used = stranger.post(f"/packs/{pack.pk}/resources/{row.pk}/use/")
    assert used["Location"] == f"/resources/{row.pk}/" and openings(cast, "stranger", row) >= ALL
    second = somebody("subject_teacher", cast.other, "second")
    refused = client_of(second).post(f"/packs/{pack.pk}/resources/{row.pk}/use/", follow=True)
    assert cast.county.name in refused.content.decode() and Seat.objects.count() == 1
    seat = Seat.objects.get()
    assert client_of(second).post(f"/packs/{pack.pk}/seats/{seat.pk}/free/").status_code == 404
    with pytest.raises(NotPossible):
        take_seat(acting=cast.viewer("colleague"), pack=pack)
    officer = cast.client("officer")
    assert cast.people["stranger"].name in officer.get(f"/packs/{pack.pk}/").content.decode()
    freed = officer.post(f"/packs/{pack.pk}/seats/{seat.pk}/free/", follow=True)
    assert openings(cast, "stranger", row) == set() and not Seat.objects.exists()
    officer.post(undo_of(freed))
    assert openings(cast, "stranger", row) >= ALL and Seat.objects.get().person == cast.people["stranger"]
    freed = officer.post(f"/packs/{pack.pk}/seats/{Seat.objects.get().pk}/free/", follow=True)
    client_of(second).post(f"/packs/{pack.pk}/resources/{row.pk}/use/")
    officer.post(undo_of(freed))  # somebody else has the seat meanwhile
    assert Seat.objects.get().person == second


def test_seats_follow_the_pack(cast):
    pack, row = with_resource(cast, seats=2)
    seat = take_seat(acting=cast.viewer("stranger"), pack=pack)
    assert take_seat(acting=cast.viewer("stranger"), pack=pack) == seat
    with pytest.raises(NotPossible):
        change(cast, pack, seats=0)
    pack.refresh_from_db()
    put_pack(acting=cast.viewer("officer"), pack=pack, places=[cast.school])
    assert not Seat.objects.exists() and openings(cast, "stranger", row) == set()
    change(cast, pack, seats=None)
    assert openings(cast, "colleague", row) >= ALL
    mine = Seat(pack=pack, person=cast.people["colleague"])
    with pytest.raises(PermissionDenied):
        give_seat_back(acting=cast.viewer("stranger"), seat=mine)


def test_keepers_keep_packs_on_pages(cast):
    officer, row = cast.client("officer"), cast.admitted(audience="county")
    today = timezone.localdate()
    data = {
        "title": "实验包", "supplier": "云山数字", "begins": today.isoformat(), "ends": today.isoformat(),
        "organisation": cast.county.pk, "places": [cast.other.pk], "seats": "",
    }  # fmt: skip
    assert officer.post("/packs/new/", {**data, "ends": "2020-01-01"}).status_code == 422
    assert officer.post("/packs/new/", {**data, "places": []}).status_code == 422
    officer.post("/packs/new/", data)
    pack = Pack.objects.get()
    assert row.title in officer.get(f"/packs/{pack.pk}/add/?q=方程").content.decode()
    assert officer.get(f"/packs/{pack.pk}/add/?q=没有").context["rows"] == []
    assert officer.post(f"/packs/{pack.pk}/add/", {}).status_code == 422
    officer.post(f"/packs/{pack.pk}/add/", {"resource": row.pk})
    assert openings(cast, "colleague", row) == set()
    page = officer.post(f"/packs/{pack.pk}/resources/{row.pk}/drop/", follow=True)
    assert "page" in openings(cast, "colleague", row) and not PackItem.objects.exists()
    officer.post(undo_of(page))
    assert openings(cast, "colleague", row) == set()
    assert officer.get(f"/packs/{pack.pk}/edit/").status_code == 200
    for name in ("author", "stranger"):
        assert cast.client(name).get("/packs/new/").status_code == 403
        assert cast.client(name).get(f"/packs/{pack.pk}/add/").status_code in (403, 404)
    assert cast.client("pupil").get("/packs/").status_code == 403
    with pytest.raises(NotPossible):
        put_pack(acting=cast.viewer("affairs"), pack=Pack(organisation=cast.school), places=[cast.other])


def test_a_resource_is_in_one_pack_only(cast):
    _pack, row = with_resource(cast)
    with pytest.raises(NotPossible):
        add_items(acting=cast.viewer("officer"), pack=new_pack(cast), resources=[row])


def test_use_is_counted_by_pack_and_place(cast, django_capture_on_commit_callbacks):
    pack, row = with_resource(cast)
    free = cast.admitted(title="别的", audience="county")
    for resource in (row, row, free):
        with django_capture_on_commit_callbacks(execute=True):
            emit(ResourceViewed(resource.pk, cast.people["stranger"].pk, resource.title))
    use = PackUse.objects.get()
    assert (use.pack, use.organisation, use.uses) == (pack, cast.other, 2)
    officer = cast.client("officer")
    assert cast.other.name in officer.get(f"/packs/{pack.pk}/").content.decode()
    answer = officer.get(f"/packs/{pack.pk}/use/export/?format=csv")
    assert cast.other.name in b"".join(answer.streaming_content).decode("utf-8-sig")
    assert cast.client("stranger").get(f"/packs/{pack.pk}/use/export/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_no_seat_is_given_twice(cast):
    """Five people ask for two seats at the same moment."""
    pack = new_pack(cast, seats=2)
    people = [somebody("subject_teacher", cast.other, f"t{n}") for n in range(5)]
    start, refused = Barrier(5), []

    def sit(key: int) -> None:
        start.wait()
        try:
            take_seat(acting=Viewer(key, (Grant("subject_teacher", cast.other.path),), "staff"), pack=pack)
        except NotPossible:
            refused.append(key)
        finally:
            connection.close()

    threads = [Thread(target=sit, args=(person.pk,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), Seat.objects.count()) == (3, 2)
