"""Movements on the database: who may, who is next, what is kept, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.public import appoint, end_appointments
from santong.domains.platform.access.testing import somebody
from santong.domains.platform.requests.actions import (
    add_signers,
    agree,
    call_back,
    circulate,
    decision_of,
    draw_path,
    end_substitution,
    hand_over,
    lend,
    note,
    put_draft,
    put_in_force,
    refuse,
    remind,
    remove_signer,
    return_to,
    seat_everybody_anew,
    send,
    substitute,
    withdraw,
)
from santong.domains.platform.requests.designing import PathForm
from santong.domains.platform.requests.engine.case import Seat, next_holders
from santong.domains.platform.requests.engine.stages import Decider, How, Source, Stage
from santong.domains.platform.requests.kinds import RequestKind
from santong.domains.platform.requests.models import Opinion, Request, Task
from santong.domains.platform.requests.storing import load
from santong.domains.platform.requests.tests.conftest import AGREED, ALL, HEAD, PRINCIPAL, TRIP, Office, viewer
from santong.kit.access import SYSTEM
from santong.kit.refusals import NotPossible
from santong.kit.registry import registry
from santong.kit.steps.back import BACK, payload_of
from santong.kit.undo import CannotUndo, keep_step, take_back

pytestmark = pytest.mark.django_db


def next_of(row: Request) -> set[int]:
    row.refresh_from_db()
    return set(next_holders(load(row).case))


def test_a_short_trip_needs_the_head_and_a_long_one_the_principal_too(office: Office):
    short, long = office.ask(1), office.ask(5)
    for row in (short, long):
        assert next_of(row) == {office.head.pk}
        agree(acting=viewer(office.head), request=row, words="同意")
    assert short.state == Request.State.GRANTED
    assert next_of(long) == {office.principal.pk}
    agree(acting=viewer(office.principal), request=long)
    assert long.state == Request.State.GRANTED
    assert [each.verb for each in Opinion.objects.order_by("pk")] == ["ask", "ask", "agree", "agree", "agree"]


def test_a_stage_whose_condition_cannot_be_answered_applies(office: Office):
    acting = viewer(office.teacher)
    row = put_draft(acting=acting, kind=TRIP, organisation=office.region.lake, values={"why": "家访"})
    send(acting=acting, request=row)
    assert [stage.title for stage in row.route] == ["教务处", "校长"]


def test_a_decision_asks_the_database_as_little_with_many_signers_as_with_few(office: Office):
    signers = [somebody("subject_teacher", office.region.lake, f"signer{number}") for number in range(8)]
    asked = []
    for people in (signers[:2], signers):
        stage = Stage("会签", (Decider(Source.PEOPLE, people=tuple(each.pk for each in people)),), How.ALL)
        draft = draw_path(acting=SYSTEM, kind=TRIP, organisation=office.region.lake, stages=[stage])
        put_in_force(acting=SYSTEM, version=draft)
        row, acting = office.ask(1), viewer(signers[0])
        with CaptureQueriesContext(connection) as queries:
            agree(acting=acting, request=row, words="同意")
        asked.append([each["sql"].split()[0] for each in queries.captured_queries])
    assert asked[0] == asked[1]
    assert asked[1].count("SELECT") == 2, "the request and its tasks, each once"


def test_only_who_holds_the_task_decides_and_only_while_it_waits(office: Office):
    row = office.ask()
    with pytest.raises(PermissionDenied):
        agree(acting=viewer(office.colleague), request=row)
    with pytest.raises(PermissionDenied):
        agree(acting=viewer(office.teacher), request=row)
    withdraw(acting=viewer(office.teacher), request=row)
    with pytest.raises(NotPossible):
        agree(acting=viewer(office.head), request=row)


def test_a_refusal_says_why(office: Office):
    row = office.ask()
    with pytest.raises(NotPossible):
        refuse(acting=viewer(office.head), request=row, words="  ")
    refuse(acting=viewer(office.head), request=row, words="当天有考试")
    assert row.state == Request.State.REFUSED
    assert Opinion.objects.get(verb="refuse").words == "当天有考试"


def test_everybody_of_a_parallel_stage_has_their_task_again_after_a_return(office: Office):
    row = office.ask(kind=AGREED)
    agree(acting=viewer(office.head), request=row)
    agree(acting=viewer(office.head), request=row)
    return_to(acting=viewer(office.principal), request=row, words="请补材料", to=0)
    assert next_of(row) == {office.head.pk}
    agree(acting=viewer(office.head), request=row)
    assert next_of(row) == {office.head.pk, office.principal.pk}
    assert Opinion.objects.filter(verb="agree").count() == 3


def test_what_came_back_to_the_start_is_changed_and_sent_again(office: Office):
    row, acting = office.ask(), viewer(office.teacher)
    return_to(acting=viewer(office.head), request=row, words="天数不对")
    assert (row.state, next_of(row)) == (Request.State.RETURNED, {office.teacher.pk})
    put_draft(acting=acting, kind=TRIP, organisation=row.organisation, values={"why": "家访", "days": 5}, request=row)
    send(acting=acting, request=row)
    assert len(row.route) == 2
    with pytest.raises(NotPossible):
        put_draft(acting=acting, kind=TRIP, organisation=row.organisation, values={}, request=row)


def test_signers_before_come_first_and_are_removed_by_who_added_them(office: Office):
    row, head = office.ask(), viewer(office.head)
    add_signers(acting=head, request=row, people=[office.colleague, office.officer], where=Seat.BEFORE)
    assert next_of(row) == {office.colleague.pk, office.officer.pk}
    agree(acting=viewer(office.colleague), request=row)
    number = Task.objects.get(request=row, holder=office.officer).number
    with pytest.raises(NotPossible):
        remove_signer(acting=viewer(office.colleague), request=row, number=number)
    remove_signer(acting=head, request=row, number=number)
    assert next_of(row) == {office.head.pk}


def test_what_is_lent_comes_back_and_can_be_called_back(office: Office):
    row, head = office.ask(), viewer(office.head)
    lend(acting=head, request=row, person=office.colleague, words="您看课程能调开吗")
    refuse(acting=viewer(office.colleague), request=row, words="调不开")
    assert (row.state, next_of(row)) == (Request.State.RUNNING, {office.head.pk})
    lend(acting=head, request=row, person=office.colleague)
    call_back(acting=head, request=row)
    agree(acting=head, request=row)
    assert row.state == Request.State.GRANTED


def test_nobody_comes_to_decide_about_their_own_request(office: Office):
    row, head = office.ask(), viewer(office.head)
    for doing in (
        lambda: hand_over(acting=head, request=row, person=office.teacher),
        lambda: lend(acting=head, request=row, person=office.teacher),
        lambda: add_signers(acting=head, request=row, people=[office.teacher], where=Seat.BESIDE),
    ):
        with pytest.raises(NotPossible):
            doing()
    hand_over(acting=head, request=row, person=office.colleague)
    with pytest.raises(NotPossible):
        hand_over(acting=viewer(office.colleague), request=row, person=office.teacher)
    today = timezone.localdate()
    substitute(acting=viewer(office.colleague), deputy=office.teacher, kinds=[], since=today, until=today)
    assert decision_of(viewer(office.teacher), row) is None
    with pytest.raises(PermissionDenied):
        agree(acting=viewer(office.teacher), request=row)


def test_the_request_of_the_only_principal_goes_to_who_may_appoint(office: Office):
    row = office.ask(5, person=office.principal)
    agree(acting=viewer(office.head), request=row)
    assert next_of(row) == {office.officer.pk}
    assert Opinion.objects.filter(request=row, verb="vacant", stage="校长").exists()


def test_a_substitute_decides_in_the_name_of_who_is_away(office: Office):
    row, today = office.ask(), timezone.localdate()
    deputy = viewer(office.colleague)
    away = substitute(acting=viewer(office.head), deputy=office.colleague, kinds=["trip"], since=today, until=today)
    agree(acting=deputy, request=row)
    said = Opinion.objects.get(verb="agree")
    assert (said.person, said.holder) == (office.colleague, office.head)
    assert decision_of(deputy, office.ask(kind=AGREED)) is None
    later = office.ask()
    end_substitution(acting=viewer(office.head), substitution=away)
    assert decision_of(deputy, later) is None


@pytest.mark.parametrize(("since", "until"), [(0, -1), (-3, -1), (0, 400)])
def test_days_of_a_substitution_are_checked(office: Office, since: int, until: int):
    today = timezone.localdate()
    with pytest.raises(NotPossible):
        substitute(
            acting=viewer(office.head),
            deputy=office.colleague,
            kinds=[],
            since=today + timedelta(days=since),
            until=today + timedelta(days=until),
        )


def test_whose_role_ends_is_replaced_by_its_present_holders(office: Office):
    row = office.ask()
    new = somebody("teaching_affairs", office.region.lake, "new-head")
    end_appointments(acting=SYSTEM, appointments=list(Appointment.objects.filter(person=office.head)))
    assert next_of(row) == {new.pk}
    assert Opinion.objects.filter(request=row, verb="seat").exists()


def test_a_closed_account_is_replaced_by_who_may_appoint(office: Office):
    row = office.ask()
    office.head.is_active = False
    office.head.save()
    seat_everybody_anew()
    assert next_of(row) == {office.officer.pk}


def test_nobody_at_all_gives_it_back(office: Office):
    row = office.ask()
    for person in (office.head, office.principal, office.officer):
        person.is_active = False
        person.save()
    seat_everybody_anew()
    assert (next_of(row), row.state) == ({office.teacher.pk}, Request.State.RETURNED)
    assert Opinion.objects.filter(request=row, verb="nobody").exists()


def test_circulating_blocks_nothing_and_is_noted(office: Office):
    row = office.ask()
    circulate(acting=viewer(office.head), request=row, people=[office.colleague])
    assert next_of(row) == {office.head.pk}
    assert viewer(office.colleague).get(Request, row.pk) == row
    note(acting=viewer(office.colleague), request=row)
    assert row.circulations.get().noted
    with pytest.raises(PermissionDenied):
        note(acting=viewer(office.head), request=row)


def test_reminding_is_possible_once_a_working_day(office: Office, monkeypatch: pytest.MonkeyPatch):
    row, asker = office.ask(), viewer(office.teacher)
    monkeypatch.setattr(timezone, "localdate", lambda: timezone.datetime(2026, 11, 30).date())
    remind(acting=asker, request=row)
    with pytest.raises(NotPossible):
        remind(acting=asker, request=row)
    monkeypatch.setattr(timezone, "localdate", lambda: timezone.datetime(2026, 12, 5).date())
    with pytest.raises(NotPossible):
        remind(acting=asker, request=row)
    monkeypatch.setattr(timezone, "localdate", lambda: timezone.datetime(2026, 12, 7).date())
    remind(acting=asker, request=row)


def test_a_running_request_stays_on_its_path(office: Office):
    old = office.ask(5)
    keeper = viewer(office.principal)
    drawn = draw_path(acting=keeper, kind=TRIP, organisation=office.region.lake, stages=[PRINCIPAL])
    assert [stage.title for stage in office.ask(5).route] == ["教务处", "校长"]
    put_in_force(acting=keeper, version=drawn)
    assert [stage.title for stage in office.ask(5).route] == ["校长"]
    old.refresh_from_db()
    assert [stage.title for stage in old.route] == ["教务处", "校长"]
    with pytest.raises(NotPossible):
        office.ask(1)
    second = draw_path(acting=keeper, kind=TRIP, organisation=office.region.lake, stages=[HEAD, ALL])
    put_in_force(acting=keeper, version=second)
    drawn.refresh_from_db()
    assert (drawn.state, second.number) == ("superseded", 2)
    with pytest.raises(PermissionDenied):
        draw_path(acting=viewer(office.teacher), kind=TRIP, organisation=office.region.lake, stages=[HEAD])


def test_a_decision_is_taken_back_until_the_next_one_has_acted(office: Office):
    row, head = office.ask(5), viewer(office.head)
    taken = agree.take(head, row, {"words": "同意"})
    back = keep_step(head, handler=BACK, payload=payload_of([taken]))
    take_back(head, back.pk)
    assert next_of(row) == {office.head.pk}
    assert [each.verb for each in Opinion.objects.order_by("pk")] == ["ask", "agree", "back"]
    taken = agree.take(head, row, {})
    agree(acting=viewer(office.principal), request=row)
    late = keep_step(head, handler=BACK, payload=payload_of([taken]))
    with pytest.raises(CannotUndo):
        take_back(head, late.pk)


def test_opinions_can_neither_be_changed_nor_lost(office: Office):
    row = office.ask()
    said = Opinion.objects.get(request=row)
    said.words = "改过"
    with pytest.raises(DatabaseError), transaction.atomic():
        said.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Opinion.objects.update(words="改过")


def test_who_sees_a_request(office: Office):
    row, far = office.ask(), somebody("principal", office.region.far, "far")
    for person in (office.teacher, office.head, office.principal):
        assert Request.objects.visible_to(viewer(person)).filter(pk=row.pk).exists()
    for person in (office.colleague, office.officer, far):
        assert not Request.objects.visible_to(viewer(person)).filter(pk=row.pk).exists()


def test_a_draft_is_nobody_elses_business(office: Office):
    acting = viewer(office.teacher)
    put_draft(acting=acting, kind=TRIP, organisation=office.region.lake, values={"why": "家访"})
    assert Request.objects.visible_to(acting).count() == 1
    assert not Request.objects.visible_to(viewer(office.principal)).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_do_not_both_decide(office: Office):
    deputy = appoint(acting=SYSTEM, person=office.colleague, role="teaching_affairs", organisation=office.region.lake)
    assert deputy
    row, barrier = office.ask(), Barrier(2)

    def decide(acting, step, **words) -> str:
        try:
            barrier.wait(10)
            step(acting=acting, request=Request.objects.get(pk=row.pk), **words)
        except NotPossible:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(decide, viewer(office.head), agree)
        second = pool.submit(decide, viewer(office.colleague), refuse, words="不行")
        assert sorted([first.result(), second.result()]) == ["done", "refused"]
    assert Opinion.objects.filter(verb__in=("agree", "refuse")).count() == 1


def named_kind(**people: Sequence[int]) -> RequestKind:
    """A kind whose requests name their own signers."""
    stages = (
        Stage("会签", (Decider(Source.NAMED, "signers"),), How.ALL),
        Stage("校长", (Decider(Source.ROLE, "principal"),)),
    )
    return RequestKind(
        "named",
        "点名",
        fields=TRIP.fields,
        path=stages,
        named=(("signers", "会签人"),),
        who_named=lambda request: people,
    )


def test_whom_a_request_names_is_settled_when_it_is_sent(office: Office):
    kind = named_kind(signers=[office.head.pk, office.colleague.pk])
    with registry.declaring(kind):
        row = office.ask(kind=kind)
        assert [stage.title for stage in row.route] == ["会签", "校长"]
        assert row.route[0].deciders == (Decider(Source.PEOPLE, people=(office.head.pk, office.colleague.pk)),)
        for person in (office.head, office.colleague):
            agree(acting=viewer(person), request=row)
        assert [task.holder for task in row.read_tasks() if task.state == "open"] == [office.principal]


def test_a_stage_for_whom_a_request_names_nobody_is_left_out(office: Office):
    kind = named_kind()
    with registry.declaring(kind):
        assert [stage.title for stage in office.ask(kind=kind).route] == ["校长"]


def test_a_path_with_named_signers_is_drawn_by_people(office: Office):
    kind = named_kind()
    with registry.declaring(kind):
        form = PathForm(
            None, stages=kind.path, kind=kind, viewer=viewer(office.principal), path=office.region.lake.path
        )
        typed = {name: value for name, value in form.initial.items() if value is not None} | {"stages": "2"}
        assert typed["who_0"] == "named.signers"
        again = PathForm(QueryDict(urlencode(typed)), stages=(), kind=kind, viewer=form.viewer, path=form.path)
        assert again.is_valid(), again.errors
        assert again.stages()[0].deciders == kind.path[0].deciders
