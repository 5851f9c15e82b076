"""Experts: conflicts of interest, the lot, what is noted without a line, findings until they are closed."""

from __future__ import annotations

import base64
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from PIL import Image

from santong.domains.campus.staff.public import Staff
from santong.domains.campus.students.public import Guardianship
from santong.domains.governance.evaluation import inspecting, jobs
from santong.domains.governance.evaluation.inspecting import PHOTO, by_lot, lot_list
from santong.domains.governance.evaluation.models import Entrant, EvaluationRound, Expert, Finding, Visit
from santong.domains.governance.evaluation.queries import conflict_of, entries_of, readable_files, to_look_at, visits_of
from santong.domains.governance.evaluation.tests import making
from santong.domains.governance.evaluation.tests.conftest import Cast
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM
from santong.kit.refusals import NotPossible
from santong.lib.lots import commitment_of, digest_of, seed_of

pytestmark = pytest.mark.django_db


def _due(days: int = 7) -> Any:
    return timezone.localdate() + timedelta(days=days)


# Conflicts of interest


def _works(region: Region) -> Person:
    return somebody("subject_teacher", region.first, "works")


def _worked(region: Region) -> Person:
    person = somebody("inspector", region.city, "worked")
    Staff.objects.create(person=person, school=region.lake, path=region.lake.path, status="left")
    return person


def _has_a_child(region: Region) -> Person:
    person = somebody("inspector", region.city, "mother")
    child = Person.objects.create_person(username="child", name="Child", path=region.first.path)
    Guardianship.objects.create(
        child=child, guardian=person, path=region.first.path, source="import", since=timezone.localdate()
    )
    return person


def _of_the_county(region: Region) -> Person:
    return somebody("principal", region.hill, "neighbour")


@pytest.mark.parametrize(
    ("whose", "other_county", "is_refused"),
    [
        (_works, False, True), (_worked, False, True), (_has_a_child, False, True), (_of_the_county, False, False),
        (_of_the_county, True, True),
    ],
)  # fmt: skip
def test_nobody_judges_their_own(region: Region, whose: Any, other_county: bool, is_refused: bool):
    row = making.announced(region.city, making.published(region.city), other_county=other_county)
    person = whose(region)
    found = conflict_of(person, making.entrant(row, region.lake), other_county=other_county)
    assert bool(found) == is_refused
    assert not conflict_of(person, making.entrant(row, region.far), other_county=other_county)
    if is_refused:
        with pytest.raises(NotPossible, match=str(person)):
            making.visiting(row, region.lake, person)
        assert not Visit.objects.filter(expert__person=person).exists()


def test_a_child_who_has_left_the_family_is_no_conflict(region: Region):
    row = making.announced(region.city, making.published(region.city))
    person = _has_a_child(region)
    Guardianship.objects.filter(guardian=person).update(ended_on=timezone.localdate())
    assert not conflict_of(person, making.entrant(row, region.lake), other_county=False)


# The lot


def _with_experts(region: Region, number: int = 3) -> EvaluationRound:
    row = making.announced(region.city, making.published(region.city))
    for index in range(number):
        inspecting.add_expert(
            acting=SYSTEM, evaluation=row, person=somebody("inspector", region.city, f"expert{index}")
        )
    inspecting.add_expert(acting=SYSTEM, evaluation=row, person=somebody("principal", region.lake, "own"))
    return row


def test_experts_are_drawn_by_a_lot_that_anybody_draws_again(region: Region):
    row = _with_experts(region)
    inspecting.bind_lot(acting=SYSTEM, evaluation=row)
    assert row.commitment == commitment_of(row.secret, digest_of(lot_list(row)))
    inspecting.draw_lot(acting=SYSTEM, evaluation=row, drawn=" 3 7 11 ", each=2)
    assert row.seed == seed_of(row.secret, "3 7 11")
    visits = Visit.objects.select_related("expert__person", "entrant__place")
    assert all(each.by_lot for each in visits)
    assert set(Counter(each.entrant.place for each in visits).values()) == {2}
    assert not [each for each in visits if each.expert.person.username == "own" and each.entrant.place == region.lake]
    entrants = list(Entrant.objects.filter(round=row).select_related("round", "place").order_by("path"))
    experts = list(Expert.objects.filter(round=row).select_related("person").order_by("pk"))
    again = by_lot(row.seed, entrants, experts, 2, other_county=False)
    drawn = {(entrant.pk, each.pk) for entrant, chosen in again for each in chosen}
    assert drawn == {(each.entrant_id, each.expert_id) for each in visits}
    loads = Counter(each.expert_id for each in visits)
    assert max(loads.values()) - min(loads.get(each.pk, 0) for each in experts) <= 1


def test_a_lot_is_bound_before_it_is_drawn_and_not_changed_between(region: Region):
    row = _with_experts(region)
    with pytest.raises(NotPossible):
        inspecting.draw_lot(acting=SYSTEM, evaluation=row, drawn="5", each=1)
    inspecting.bind_lot(acting=SYSTEM, evaluation=row)
    inspecting.add_expert(acting=SYSTEM, evaluation=row, person=somebody("inspector", region.city, "late"))
    with pytest.raises(NotPossible):
        inspecting.draw_lot(acting=SYSTEM, evaluation=row, drawn="5", each=1)


def test_too_few_without_a_conflict_is_said(region: Region):
    row = _with_experts(region, 1)
    inspecting.bind_lot(acting=SYSTEM, evaluation=row)
    with pytest.raises(NotPossible, match="Lake"):
        inspecting.draw_lot(acting=SYSTEM, evaluation=row, drawn="5", each=2)
    assert not Visit.objects.filter(entrant__round=row).exists()


def test_the_secret_of_a_lot_shows_nowhere(region: Region):
    row = _with_experts(region)
    inspecting.bind_lot(acting=SYSTEM, evaluation=row)
    page = client_of(somebody("bureau_officer", region.city, "officer")).get(f"/evaluations/{row.pk}/")
    assert row.commitment in page.content.decode()
    assert row.secret not in page.content.decode()


# On site


def test_only_what_no_record_answers_is_judged(cast: Cast):
    for code, points in (("B2", "31"), ("B2", "-1"), ("ZZ", "1")):
        with pytest.raises(NotPossible):
            inspecting.judge(acting=cast.visitor, entrant=cast.at(), code=code, points=Decimal(points))
    inspecting.judge(acting=cast.visitor, entrant=cast.at(), code="B2", points=Decimal(25), words="看过")
    inspecting.judge(acting=cast.visitor, entrant=cast.at(), code="B2", points=Decimal(30), words="再看")
    assert (cast.at().points["B2"], cast.at().low) == ("30", 30)
    for acting in (cast.school, cast.bureau, cast.viewer(cast.other)):
        with pytest.raises(PermissionDenied):
            inspecting.judge(acting=acting, entrant=cast.at(), code="B2", points=Decimal(30))


def _photo() -> str:
    file = BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG")
    return PHOTO + base64.b64encode(file.getvalue()).decode()


def _batch(cast: Cast, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """What a device sends that has waited for an hour."""
    now = int(timezone.now().timestamp() * 1000)
    entry = {
        "id": str(uuid4()), "kind": kind, "stream": f"evaluation-{cast.at().pk}", "sequence": 1, "oldest": 1,
        "made": now - 3_600_000, "fields": {"row": cast.at().pk, **fields},
    }  # fmt: skip
    return {"person": cast.inspector.pk, "now": now, "entries": [entry]}


def test_what_was_noted_without_a_line_arrives_once(cast: Cast):
    client = client_of(cast.inspector)
    finding = {"code": "B2", "text": "灭火器过期", "owner": "总务处", "due": _due().isoformat(), "photo": _photo()}
    batch = _batch(cast, "evaluation.note_finding", finding)
    states = [client.post("/outbox/", batch, "application/json").json()["outcomes"][0]["state"] for _each in range(2)]
    assert states == ["done", "done"]
    [found] = Finding.objects.select_related("photo")
    assert (found.text, found.code, found.person) == ("灭火器过期", "B2", cast.inspector)
    assert found.photo is not None
    assert found.photo.owner_id == cast.inspector.pk


def test_what_cannot_be_is_refused_with_the_reason(cast: Cast):
    client = client_of(cast.inspector)
    batch = _batch(cast, "evaluation.judge", {"code": "B2", "points": "99"})
    [outcome] = client.post("/outbox/", batch, "application/json").json()["outcomes"]
    assert outcome["state"] == "refused"
    assert "30" in str(outcome)


@pytest.mark.parametrize(
    "photo", ["data:image/png;base64,AAAA", PHOTO + "!!!", PHOTO + "A" * 70_000, "x", PHOTO + "AAAA"]
)
def test_a_photo_that_is_none_is_refused(cast: Cast, photo: str):
    with pytest.raises(NotPossible):
        inspecting.note_finding(
            acting=cast.visitor, entrant=cast.at(), text="某事", owner="总务处", due=_due(), photo=photo
        )
    assert not Finding.objects.exists()


def test_the_page_of_a_visit_takes_findings_and_points_without_a_script_too(cast: Cast):
    client, address = client_of(cast.inspector), f"/evaluated/{cast.at().pk}/visit/"
    page = client.get(address)
    assert "data-keep-page" in page.content.decode()
    bad = client.post(address, {"text": "灯不亮", "owner": "", "due": _due().isoformat()})
    assert bad.status_code == 422
    assert "灯不亮" in bad.content.decode()
    assert client.post(address, {"text": "灯不亮", "owner": "总务处", "due": _due().isoformat()}).status_code == 302
    assert client.post(address, {"code": "B2", "points": "99"}).status_code == 422
    assert client.post(address, {"code": "B2", "points": "12.5"}).status_code == 302
    assert cast.at().points["B2"] == "12.5"


def test_only_who_is_sent_there_visits(cast: Cast):
    address = f"/evaluated/{cast.at().pk}/visit/"
    assert client_of(cast.officer).get(address).status_code == 403
    assert client_of(cast.principal).get(address).status_code == 403
    assert client_of(cast.other).get(address).status_code == 404
    EvaluationRound.objects.filter(pk=cast.round.pk).update(state="published", published_on=timezone.localdate())
    assert client_of(cast.inspector).get(address).status_code == 404


def test_an_expert_of_another_school_sees_the_place_alone(region: Region):
    row = making.announced(region.city, making.published(region.city))
    person = somebody("principal", region.far, "elsewhere")
    making.visiting(row, region.lake, person)
    client = client_of(person)
    assert client.get(f"/evaluated/{making.entrant(row, region.lake).pk}/").status_code == 200
    assert client.get(f"/evaluated/{making.entrant(row, region.hill).pk}/").status_code == 404
    assert "现场记录" in client.get(f"/evaluated/{making.entrant(row, region.lake).pk}/").content.decode()


# Findings


def _found(cast: Cast, **given: Any) -> Finding:
    key = inspecting.note_finding(
        acting=cast.visitor, entrant=cast.at(), text="灭火器过期", owner="总务处", due=_due(), **given
    )
    return cast.finding(key)


def test_a_finding_is_put_right_looked_at_and_closed(cast: Cast):
    row = _found(cast)
    with pytest.raises(PermissionDenied):
        inspecting.answer_finding(acting=cast.visitor, finding=row, words="我来")
    inspecting.answer_finding(acting=cast.school, finding=row, words="已更换")
    assert [each.pk for each in to_look_at(cast.visitor)] == [row.pk]
    with pytest.raises(PermissionDenied):
        inspecting.close_finding(acting=cast.school, finding=row)
    inspecting.reopen_finding(acting=cast.visitor, finding=row, reason="三楼还有", due=_due(3))
    assert cast.finding(row.pk).returned_because == "三楼还有"
    inspecting.answer_finding(acting=cast.school, finding=row, words="全部更换")
    inspecting.close_finding(acting=cast.visitor, finding=row)
    assert cast.finding(row.pk).closed_on == timezone.localdate()
    with pytest.raises(NotPossible):
        inspecting.answer_finding(acting=cast.school, finding=row, words="又来")


@pytest.mark.parametrize("given", [{"due": _due(-1)}, {"code": "ZZ"}])
def test_a_finding_that_cannot_be(cast: Cast, given: dict[str, Any]):
    values = {"text": "某事", "owner": "总务处", "due": _due(), **given}
    with pytest.raises(NotPossible):
        inspecting.note_finding(acting=cast.visitor, entrant=cast.at(), **values)


def test_places_are_reminded_once(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    # The job waits for working hours; here it is always that time.
    monkeypatch.setattr(jobs, "is_working_time", lambda path: True)
    row = _found(cast)
    assert jobs.remind.call() == 0
    Finding.objects.filter(pk=row.pk).update(due=_due(2))
    assert jobs.remind.call() == 1
    assert jobs.remind.call() == 0


def test_files_of_findings_show_to_who_sees_the_finding(cast: Cast):
    row = _found(cast, photo=_photo())
    assert row.photo_id is not None
    assert set(readable_files(cast.school, [row.photo_id])) == {row.photo_id}
    assert set(readable_files(cast.viewer(cast.other), [row.photo_id])) == set()
    assert set(readable_files(cast.visitor, [row.photo_id])) == {row.photo_id}


def test_days_stand_in_calendars(cast: Cast):
    _found(cast)
    now = timezone.now()
    found = entries_of(cast.school, now, now + timedelta(days=20))
    assert [each.key.partition("-")[0] for each in found] == ["finding"]
    EvaluationRound.objects.filter(pk=cast.round.pk).update(visits_from=_due(3))
    found = entries_of(cast.visitor, now, now + timedelta(days=20))
    assert [each.key.partition("-")[0] for each in found] == ["visit"]
    assert [each.pk for each in visits_of(cast.visitor)] == [cast.at().pk]


def test_inboxes_lead_to_what_waits(cast: Cast):
    row = _found(cast)
    assert f"/findings/{row.pk}/" in client_of(cast.principal).get("/").content.decode()
    assert f"/evaluated/{cast.at().pk}/visit/" in client_of(cast.inspector).get("/").content.decode()
