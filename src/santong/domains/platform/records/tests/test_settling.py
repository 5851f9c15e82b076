"""Recent rows on SQLite: everything is found, unique, voided and erased alike before and after they are settled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from santong.domains.platform.identity.public import Person
from santong.domains.platform.records.actions import settling
from santong.domains.platform.records.actions.erasing import erase_person
from santong.domains.platform.records.actions.expiring import remove_expired
from santong.domains.platform.records.actions.settling import move_new, settle
from santong.domains.platform.records.clock import alone, writing
from santong.domains.platform.records.models import Posting, Provider, Statement, StatementKey
from santong.domains.platform.records.storage import NEW, RECENT, SETTLED
from santong.domains.platform.records.tests.cast import ACTIVITY, OTHER_VERB, learner, new_id, statement
from santong.domains.platform.records.xapi.statements import VOIDED
from santong.kit.jobs.progress import Running, speaking_of
from santong.kit.jobs.public import Cancelled, Job

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]


def counts(part: str) -> list[int]:
    with connection.cursor() as cursor:
        found = []
        for table in ("records_statementkey", "records_posting"):
            cursor.execute(f"SELECT count(*) FROM {table}{part}")
            found.append(cursor.fetchone()[0])
    return found


def refers_to(target: str) -> dict[str, str]:
    return {"objectType": "StatementRef", "id": target}


def repeated() -> int:
    return Posting.objects.count() - Posting.objects.values("list", "seq").distinct().count()


def move_on() -> None:
    with writing():
        move_new()


def settle_all() -> None:
    settle(at_once=True)


AFTER_EACH = {
    "new": [],
    "new and recent": [move_on],
    "recent": [move_on, move_on],
    "new and settled": [settle_all],
    "recent and settled": [settle_all, move_on],
    "settled": [settle_all, settle_all],
}


@pytest.fixture(params=list(AFTER_EACH))
def go_on(request):
    """Called after each of two writes: what was written moves on to where the parameter says."""
    steps = iter(AFTER_EACH[request.param])
    return lambda: next(steps, lambda: None)()


def test_whoever_stores_moves_new_rows_on_when_there_are_enough(city, monkeypatch):
    monkeypatch.setattr(settling, "FULL", 4)
    first = city.store(statement(), statement(), statement())
    assert counts(NEW)[0] == 3 and counts(RECENT) == [0, 0]
    postings = counts(NEW)[1]
    second = city.store(statement())
    assert counts(NEW) == [0, 0] and counts(RECENT) == [4, postings // 3 * 4]
    third = city.store(statement())
    assert counts(NEW)[0] == 1
    assert city.found(activity=ACTIVITY) == [*third, *second, *reversed(first)]


def test_what_is_recent_moves_portion_by_portion(city, monkeypatch):
    monkeypatch.setattr(settling, "PORTION", 7)
    for _ in range(10):
        city.store(statement(), statement(), statement())
    keys, postings = counts(NEW)
    before = city.found(activity=ACTIVITY)
    assert keys == len(before) == 30 and counts(SETTLED) == [0, 0]
    assert settle(at_once=True) == keys + postings
    assert counts(NEW) == counts(RECENT) == [0, 0] and counts(SETTLED) == [keys, postings]
    new = city.store(statement())
    assert city.found(activity=ACTIVITY) == [*new, *before]
    assert city.found(activity=ACTIVITY, ascending="true") == [*before[::-1], *new]


def test_it_waits_for_enough_and_for_quiet_unless_there_is_much(city, monkeypatch):
    city.store(statement(), statement())
    assert settle() == 0
    monkeypatch.setattr(settling, "ENOUGH", 2)
    assert settle() == 0
    monkeypatch.setattr(settling, "QUIET", -1)
    assert settle() > 2
    monkeypatch.setattr(settling, "QUIET", 10**12)
    city.store(statement(), statement())
    assert settle() == 0
    monkeypatch.setattr(settling, "MOST", 2)
    assert settle() > 2


def test_it_stops_when_somebody_stores(city, monkeypatch):
    monkeypatch.setattr(settling, "ENOUGH", 1)
    monkeypatch.setattr(settling, "PORTION", 4)
    city.store(*(statement() for _ in range(10)))
    answers = iter([True, True, True])
    monkeypatch.setattr(settling, "_is_quiet", lambda: next(answers, False))
    assert settle() == 8
    assert counts(RECENT)[0] == 2 and counts(SETTLED) == [8, 0]


def test_it_says_how_far_it_is_and_stops_when_the_job_should(city, monkeypatch):
    monkeypatch.setattr(settling, "PORTION", 4)
    city.store(*(statement() for _ in range(10)))
    everything = sum(counts(NEW))
    running = Running(Job())
    monkeypatch.setattr(settling.time, "sleep", lambda seconds: setattr(running, "cancelled", True))
    with speaking_of(running), pytest.raises(Cancelled):
        settle(at_once=True)
    assert (running.news["done"], running.news["total"]) == (4, everything)
    assert counts(SETTLED) == [4, 0] and len(city.found(activity=ACTIVITY)) == 10


def test_only_one_settles_at_a_time(city):
    city.store(statement())
    with alone("settling") as nobody_else:
        assert nobody_else
        assert settle(at_once=True) == 0
    assert settle(at_once=True) > 0


def test_an_id_is_unique_wherever_it_lies(city, go_on):
    first = {**statement(), "id": new_id()}
    city.store(first)
    go_on()
    city.store(first, statement())
    go_on()
    assert city.post({**first, "verb": {"id": OTHER_VERB}}).status == 409
    city.store(first)
    assert Statement.objects.count() == StatementKey.objects.count() == 2


def test_an_id_that_begins_like_a_settled_one_is_another(city):
    first = {**statement(), "id": new_id()}
    city.store(first)
    settle_all()
    alike = {**statement(verb={"id": OTHER_VERB}), "id": first["id"][:8] + new_id()[8:]}
    city.store(alike)
    settle_all()
    assert city.found(activity=ACTIVITY) == [alike["id"], first["id"]]
    for one in (first, alike):
        assert city.post({**one, "object": {"id": f"{ACTIVITY}0"}}).status == 409


def test_references_are_entered_once_and_voiding_finds_everything(city, go_on):
    [target] = city.store(statement())
    go_on()
    [comment] = city.store(statement(verb={"id": OTHER_VERB}, object=refers_to(target)))
    go_on()
    [answer] = city.store(statement(verb={"id": OTHER_VERB}, object=refers_to(comment)))
    assert city.found(activity=ACTIVITY) == [answer, comment, target]
    assert repeated() == 0
    city.store(statement(verb={"id": VOIDED}, object=refers_to(target)))
    assert target not in city.found(activity=ACTIVITY)
    assert city.send("GET", "statements", voidedStatementId=target).status == 200


def test_a_target_may_arrive_after_what_refers_to_it(city, go_on):
    target = new_id()
    [comment] = city.store(statement(verb={"id": OTHER_VERB}, object=refers_to(target)))
    go_on()
    city.store({**statement(), "id": target})
    go_on()
    assert city.found(activity=ACTIVITY) == [target, comment]
    assert repeated() == 0


def test_erasing_and_expiry_reach_both_parts(city, region, go_on):
    actor = learner("pupil", region["east"].path)
    city.store(statement(actor=actor))
    go_on()
    city.store(statement(actor=actor, context={"instructor": actor}))
    go_on()
    assert len(city.found(agent=actor)) == 2
    assert erase_person(Person.objects.unscoped("test").get(username="pupil").pk) == 2
    assert city.found(agent=actor, related_agents="true") == [] and len(city.found()) == 2
    assert repeated() == 0
    Provider.objects.unscoped("test").update(keep_months=1)
    assert remove_expired(timezone.now() + timedelta(days=70)) == 2
    assert Posting.objects.count() == StatementKey.objects.count() == Statement.objects.count() == 0
