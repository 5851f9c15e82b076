"""From a draft to what is settled: who may do what when, dates, evidence, what is told, what comes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from santong.domains.campus.supervision import actions
from santong.domains.campus.supervision.measures import due, in_work, on_time
from santong.domains.campus.supervision.models import Assignment, LogEntry, Milestone, SupervisedTask
from santong.domains.campus.supervision.pages import AssignmentPages
from santong.domains.campus.supervision.queries import (
    entries_of,
    log_of,
    numbers_of,
    readable_through_evidence,
    steps_of,
    to_accept,
    to_do,
    to_extend,
)
from santong.domains.campus.supervision.telling import remind_of_due
from santong.domains.campus.supervision.tests.conftest import Cast, day, draft
from santong.domains.platform.access.testing import client_of, signed_in, somebody
from santong.domains.platform.files.models import Blob, File
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.models import Recipient
from santong.domains.platform.organisations.public import create_organisation
from santong.kit.access import SYSTEM, Viewer
from santong.kit.refusals import NotPossible
from santong.kit.steps.back import BACK, payload_of
from santong.kit.undo import CannotUndo, keep_step, take_back

pytestmark = pytest.mark.django_db
State, Kind = Assignment.State, LogEntry.Kind
SETTLED = "有一项督办已销号。"


def undo(acting: Viewer, taken: Any) -> None:
    take_back(acting, keep_step(acting, handler=BACK, payload=payload_of([taken])).pk)


def reach_all(cast: Cast, row: Assignment) -> None:
    for each in Milestone.objects.filter(task=cast.task).order_by("due"):
        actions.reach(acting=cast.lead, assignment=row, milestone=each)


def titles(person: Any) -> list[str]:
    return [each.notice.title for each in Recipient.objects.filter(person=person, notice__state="sent").order_by("pk")]


def test_every_lead_has_a_state_of_its_own_and_is_told(cast: Cast):
    assert {row.organisation for row in Assignment.objects.all()} == {cast.region.lake, cast.region.hill}
    assert len(titles(cast.principal)) == len(titles(cast.other)) == 1
    reach_all(cast, cast.at(cast.region.lake))
    actions.report_done(acting=cast.lead, assignment=cast.at(cast.region.lake), words="查完了")
    actions.accept(acting=cast.county, assignment=cast.at(cast.region.lake))
    assert [cast.at(place).state for place in (cast.region.lake, cast.region.hill)] == [State.CLOSED, State.WORKING]
    assert len(titles(cast.principal)) == 2 and len(titles(cast.other)) == 1


def test_a_draft_shows_to_the_issuing_place_alone(cast: Cast):
    task = draft(cast.region.east, "还没下发")
    actions.add_lead(acting=cast.county, task=task, organisation=cast.region.lake)
    row = Assignment.objects.get(task=task)
    assert row not in Assignment.objects.visible_to(cast.lead)
    with pytest.raises(Http404):
        cast.lead.get(Assignment, row.pk)
    with pytest.raises(Http404):
        cast.lead.get(SupervisedTask, task.pk)
    assert cast.county.get(SupervisedTask, task.pk) == task


def test_only_places_below_the_issuer_lead_and_nothing_is_issued_without_a_lead(cast: Cast):
    task = draft(cast.region.east)
    with pytest.raises(NotPossible, match="还没有牵头单位"):
        actions.issue(acting=cast.county, task=task)
    with pytest.raises(NotPossible, match="下级单位"):
        actions.add_lead(acting=cast.county, task=task, organisation=cast.region.far)
    with pytest.raises(NotPossible, match="此类单位"):
        actions.add_group(acting=cast.county, task=cast.task, place=cast.region.east, kind="school")
    with pytest.raises(NotPossible, match="任职"):
        actions.add_lead(acting=cast.county, task=task, organisation=cast.region.hill, person=cast.teacher)


def test_who_may_do_what(cast: Cast):
    row = cast.at(cast.region.lake)
    for stranger in (cast.viewer(cast.other), cast.viewer(cast.teacher), cast.county):
        with pytest.raises(PermissionDenied):
            actions.report(acting=stranger, assignment=row, words="不该由我写")
    with pytest.raises(PermissionDenied):
        actions.withdraw(acting=cast.lead, assignment=row, reason="不想做")
    with pytest.raises(PermissionDenied):
        actions.add_lead(acting=cast.lead, task=cast.task, organisation=cast.region.lake)
    with pytest.raises(Http404):
        cast.viewer(cast.other).get(Assignment, row.pk)


def test_whoever_is_named_leads_and_sees_it_and_whoever_assists_looks(cast: Cast):
    row, helper = cast.at(cast.region.lake), somebody("subject_teacher", cast.region.second, "helper")
    Person.objects.filter(pk=helper.pk).update(path=cast.region.lake.path)
    taken = actions.pass_on.take(cast.lead, row, {"person": cast.teacher})
    teacher = cast.viewer(cast.teacher)
    assert list(to_do(teacher)) == [row] == list(Assignment.objects.visible_to(teacher))
    actions.report(acting=teacher, assignment=row, words="开始了")
    actions.add_assistant(acting=cast.county, task=cast.task, organisation=cast.region.lake, person=helper)
    assert cast.viewer(helper).get(Assignment, row.pk) == row
    with pytest.raises(PermissionDenied):
        actions.report(acting=cast.viewer(helper), assignment=row, words="帮忙写")
    undo(cast.lead, taken)
    assert list(to_do(teacher)) == []
    with pytest.raises(NotPossible, match="任职"):
        actions.pass_on(acting=cast.lead, assignment=row, person=cast.other)


def test_the_share_done_is_milestones_reached(cast: Cast):
    row, acting = cast.at(cast.region.lake), cast.lead
    first, second = Milestone.objects.filter(task=cast.task).order_by("due")
    with pytest.raises(NotPossible, match="自查"):
        actions.report_done(acting=acting, assignment=row, words="好了")
    taken = actions.reach.take(acting, row, {"milestone": first, "words": "12 栋查完"})
    shown = Assignment.objects.with_progress().get(pk=row.pk)  # type: ignore[attr-defined]
    assert (shown.done_steps, shown.all_steps, shown.says) == (1, 2, "12 栋查完")
    assert [step.tone for step in steps_of(row)] == ["ok", ""]
    with pytest.raises(NotPossible, match="已经完成"):
        actions.reach(acting=acting, assignment=row, milestone=first)
    undo(acting, taken)
    assert [step.entry for step in steps_of(row)] == [None, None]
    actions.reach(acting=acting, assignment=row, milestone=second)
    with pytest.raises(NotPossible):
        actions.add_milestone(acting=cast.county, task=cast.task, title="太晚", due=day(11))


def test_overdue_follows_from_the_date(cast: Cast):
    row = cast.at(cast.region.lake)
    assert not row.is_overdue and row.days_left is None
    Assignment.objects.filter(pk=row.pk).update(due=day(-4))
    row.refresh_from_db()
    assert (row.is_overdue, row.days_late) == (True, 4)
    assert numbers_of(Assignment.objects.visible_to(cast.county)).overdue == 1
    row.state = State.REPORTED
    assert not row.is_overdue


def test_an_extension_keeps_the_old_date(cast: Cast):
    row, old = cast.at(cast.region.lake), cast.task.due
    with pytest.raises(NotPossible):
        actions.ask_extension(acting=cast.lead, assignment=row, until=old, reason="同一天")
    actions.ask_extension(acting=cast.lead, assignment=row, until=day(20), reason="厂家缺货")
    assert list(to_extend(cast.county)) == [row]
    with pytest.raises(NotPossible, match="尚未答复"):
        actions.ask_extension(acting=cast.lead, assignment=row, until=day(30), reason="再延")
    with pytest.raises(PermissionDenied):
        actions.grant_extension(acting=cast.lead, assignment=row)
    actions.grant_extension(acting=cast.county, assignment=row)
    row.refresh_from_db()
    assert (row.first_due, row.due, row.asked_due, row.was_put_off) == (old, day(20), None, True)
    granted = LogEntry.objects.get(assignment=row, kind=Kind.GRANTED)
    assert (granted.old_due, granted.new_due) == (old, day(20))
    actions.ask_extension(acting=cast.lead, assignment=row, until=day(30), reason="还不够")
    actions.refuse_extension(acting=cast.county, assignment=row, reason="不能再拖")
    row.refresh_from_db()
    assert (row.due, row.asked_due) == (day(20), None)


def test_done_is_returned_with_a_reason_then_settled_and_opened_again(cast: Cast):
    row = cast.at(cast.region.lake)
    reach_all(cast, row)
    actions.report_done(acting=cast.lead, assignment=row, words="完成")
    assert list(to_accept(cast.county)) == [row] and list(to_do(cast.lead)) == []
    actions.return_to_lead(acting=cast.county, assignment=row, reason="缺照片")
    assert list(to_do(cast.lead)) == [row]
    actions.report_done(acting=cast.lead, assignment=row, words="补了照片")
    taken = actions.accept.take(cast.county, row, {})
    assert row.closed_on == timezone.localdate()
    assert SETTLED in titles(cast.principal)
    undo(cast.county, taken)
    assert cast.at(cast.region.lake).state == State.REPORTED
    assert SETTLED not in titles(cast.principal)
    actions.accept(acting=cast.county, assignment=row)
    with pytest.raises(NotPossible):
        actions.report(acting=cast.lead, assignment=row, words="还有")
    actions.reopen(acting=cast.county, assignment=row, reason="又坏了")
    assert cast.at(cast.region.lake).closed_on is None
    kinds = [entry.kind for entry in log_of(row)]
    assert kinds[:2] == [Kind.REOPENED, Kind.ACCEPTED] and kinds.count(Kind.DONE) == 2


def test_what_was_settled_since_is_not_taken_back(cast: Cast):
    row = cast.at(cast.region.lake)
    reach_all(cast, row)
    taken = actions.report_done.take(cast.lead, row, {"words": "完成"})
    actions.accept(acting=cast.county, assignment=row)
    with pytest.raises((CannotUndo, NotPossible)):
        undo(cast.lead, taken)


def test_a_task_is_withdrawn_from_all_but_those_who_settled_it(cast: Cast):
    row = cast.at(cast.region.lake)
    reach_all(cast, row)
    actions.report_done(acting=cast.lead, assignment=row, words="完成")
    actions.accept(acting=cast.county, assignment=row)
    actions.withdraw_task(acting=cast.county, task=cast.task, reason="上级取消")
    assert [cast.at(place).state for place in (cast.region.lake, cast.region.hill)] == [State.CLOSED, State.WITHDRAWN]
    assert "有一项督办已撤销。" in titles(cast.other)
    with pytest.raises(NotPossible, match="整项督办已撤销"):
        actions.reopen(acting=cast.county, assignment=cast.at(cast.region.hill), reason="误撤")


def test_leads_are_taken_out_again_as_long_as_nothing_happened(cast: Cast):
    hall = create_organisation(acting=SYSTEM, kind="department", name="总务处", parent=cast.region.lake)
    taken = actions.add_lead.take(cast.county, cast.task, {"organisation": hall, "person": cast.teacher})
    row = cast.at(hall)
    assert row.state == State.WORKING and len(titles(cast.teacher)) == 1
    actions.report(acting=cast.viewer(cast.teacher), assignment=row, words="开工")
    with pytest.raises((CannotUndo, NotPossible)):
        undo(cast.county, taken)


def test_a_lead_is_reminded_once_for_each_date(cast: Cast):
    Assignment.objects.filter(task=cast.task).update(due=day(2))
    remind_of_due.call()
    remind_of_due.call()
    assert [title for title in titles(cast.principal) if "到期" in title] == [
        f"有一项督办将于 {day(2).isoformat()} 到期。"
    ]
    Assignment.objects.filter(task=cast.task).update(due=day(3))
    remind_of_due.call()
    assert len([title for title in titles(cast.principal) if "到期" in title]) == 2


def test_dates_stand_in_the_calendar_of_those_concerned(cast: Cast):
    begins = timezone.make_aware(datetime.combine(day(0), datetime.min.time()))
    span = (begins, begins + timedelta(days=30))
    assert len(list(entries_of(cast.lead, *span))) == 3
    reach_all(cast, cast.at(cast.region.lake))
    assert [entry.key.split("-")[0] for entry in entries_of(cast.lead, *span)] == ["due"]
    assert list(entries_of(cast.viewer(cast.teacher), *span)) == []


def test_parts_of_what_is_on_time_add_up(cast: Cast):
    reach_all(cast, cast.at(cast.region.lake))
    actions.report_done(acting=cast.lead, assignment=cast.at(cast.region.lake), words="完成")
    actions.accept(acting=cast.county, assignment=cast.at(cast.region.lake))
    assert (in_work().count(), due().count(), on_time().count()) == (1, 2, 1)
    Assignment.objects.filter(state=State.CLOSED).update(due=day(-1))
    assert on_time().count() == 0


def given_file(cast: Cast) -> File:
    blob = Blob.objects.create(sha256="a" * 64, size=3, media_type="image/jpeg")
    place = cast.region.lake.path
    return File.objects.create(
        name="照片.jpg", owner=cast.principal, path=place, size=3, state="ready", kind="image", blob=blob
    )


def test_evidence_is_read_by_those_who_see_the_assignment(cast: Cast):
    row = cast.at(cast.region.lake)
    file = given_file(cast)
    actions.report(acting=cast.lead, assignment=row, words="见照片", files=[file])
    assert readable_through_evidence(cast.county, [file.pk]) == [file.pk]
    assert readable_through_evidence(cast.viewer(cast.other), [file.pk]) == []
    page = client_of(cast.officer).get(reverse("supervision:supervision-detail", args=[row.pk]))
    assert "照片.jpg" in page.content.decode()


STEPS = {page.slug for page in AssignmentPages.steps}


@pytest.mark.parametrize("slug", sorted(STEPS))
def test_pages_of_steps_open_to_one_side_and_to_no_stranger(cast: Cast, slug: str):
    row = cast.at(cast.region.lake)
    address = reverse(f"supervision:supervision-{slug}", args=[row.pk])
    assert Client().get(address).status_code == 302
    assert client_of(cast.other).get(address).status_code == 404
    answers = {client_of(person).get(address).status_code for person in (cast.officer, cast.principal)}
    assert answers <= {200, 302, 403} and answers != {403}
    assert signed_in("inspector", cast.region.east, "inspector").get(address).status_code == 403


def test_a_step_is_taken_on_its_page(cast: Cast):
    row, client = cast.at(cast.region.lake), client_of(cast.principal)
    address = reverse("supervision:supervision-ask-extension", args=[row.pk])
    refused = client.post(address, {"until": day(1).isoformat(), "reason": "缺货"})
    assert refused.status_code == 422 and "缺货" in refused.content.decode()
    assert client.post(address, {"until": day(30).isoformat(), "reason": "缺货"}).status_code == 302
    page = client_of(cast.officer).get(reverse("supervision:supervision-detail", args=[row.pk])).content.decode()
    assert day(30).isoformat() in page or "缺货" in page


def test_leads_are_added_on_the_page_and_suggested(cast: Cast):
    task, client = draft(cast.region.east), client_of(cast.officer)
    found = client.get(reverse("supervision:units", args=[task.pk]) + "?q=Hill").content.decode()
    assert "Hill" in found and "Far" not in found
    typed = {"organisation": "Hill", "organisation-key": cast.region.hill.pk, "person": "", "person-key": ""}
    assert client.post(reverse("supervision:supervised-add-lead", args=[task.pk]), typed).status_code == 302
    assert Assignment.objects.filter(task=task, organisation=cast.region.hill).exists()
    far = {**typed, "organisation": "Far", "organisation-key": cast.region.far.pk}
    assert client.post(reverse("supervision:supervised-add-lead", args=[task.pk]), far).status_code == 422
    page = client.get(reverse("supervision:supervised-detail", args=[task.pk])).content.decode()
    assert "Hill" in page
    part = {"part": f"lead-{Assignment.objects.get(task=task).pk}"}
    assert client.post(reverse("supervision:supervised-take-out", args=[task.pk]), part).status_code == 302
    assert not Assignment.objects.filter(task=task).exists()
    other = client_of(cast.other)
    assert other.get(reverse("supervision:units", args=[task.pk])).status_code == 404
    assert Client().get(reverse("supervision:units", args=[task.pk])).status_code == 302


def test_colleagues_are_suggested_to_those_who_may_pass_it_on(cast: Cast):
    address = reverse("supervision:colleagues", args=[cast.at(cast.region.lake).pk]) + "?q=teacher"
    assert "Person teacher" in client_of(cast.principal).get(address).content.decode()
    assert client_of(cast.other).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert signed_in("inspector", cast.region.east, "inspector").get(address).status_code == 403


def shown(page: Any) -> list[Assignment]:
    keys = [row.pk for row in page.context["rows"]]
    return [Assignment.objects.select_related("organisation").get(pk=key) for key in keys]


def test_the_list_says_how_things_stand(cast: Cast):
    Assignment.objects.filter(organisation=cast.region.hill).update(due=day(-3))
    page = client_of(cast.officer).get(reverse("supervision:supervision"))
    assert [row.organisation.name for row in shown(page)] == ["Hill", "Lake"]
    late = client_of(cast.officer).get(reverse("supervision:supervision") + "?time=overdue")
    assert [row.organisation.name for row in shown(late)] == ["Hill"]
    mine = client_of(cast.principal).get(reverse("supervision:supervision") + "?whose=mine")
    assert [row.organisation.name for row in shown(mine)] == ["Lake"]
