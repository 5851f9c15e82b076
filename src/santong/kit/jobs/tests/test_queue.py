"""Claiming, leases, fencing, retries, idempotency."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import NOBODY, SYSTEM
from santong.kit.audit import acting_as
from santong.kit.jobs import leases, progress, queue
from santong.kit.jobs.actions import cancel, retry, start
from santong.kit.jobs.declare import Cancelled, LeaseLost
from santong.kit.jobs.models import Job
from santong.kit.jobs.progress import Running
from santong.kit.jobs.run import run
from santong.kit.jobs.testing import run_due
from santong.kit.jobs.tests import samples
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db


def again(job: Job) -> Job:
    return Job.objects.select_related("result").get(pk=job.pk)


def expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update_quietly(lease_until=timezone.now() - timedelta(seconds=1))


def due_now(job: Job) -> None:
    DBTaskResult.objects.filter(pk=job.pk).update(run_after=timezone.now())


def rows() -> list[str]:
    return list(Organisation.objects.order_by("pk").values_list("name", flat=True))


def test_job_runs_and_answers():
    job = start(samples.note, {"what": "a"}, acting=SYSTEM)
    assert job.state == Job.State.WAITING
    (ended,) = run_due()
    assert samples.ran == ["a"]
    assert ended.state == Job.State.SUCCEEDED
    assert ended.outcome == {"text": "noted a", "url": "/", "data": {"what": "a"}}
    assert (ended.worker, ended.lease_until) == ("", None)


@pytest.mark.parametrize(("view", "address"), [("imports:run", "/imports/7/"), ("imports:of-old", ""), ("", "")])
def test_a_job_leads_to_a_named_page_if_there_is_one(view, address):
    start(samples.lead, {"view": view, "key": 7}, acting=SYSTEM)
    (ended,) = run_due()
    assert ended.outcome == {"text": "there", "url": address, "data": None}


def test_plain_enqueue_of_the_tasks_api_works_too():
    with acting_as(7):
        samples.note.enqueue(what="b")
    (ended,) = run_due()
    assert (ended.person_id, ended.state) == (7, Job.State.SUCCEEDED)


def test_wrong_arguments_fail_at_the_start():
    with pytest.raises(TypeError):
        start(samples.note, {"waht": "a"}, acting=SYSTEM)
    with pytest.raises(ValueError, match="nobody"):
        start(samples.note, {"what": "a"}, acting=NOBODY)


def test_same_key_gives_the_same_job():
    first = start(samples.note, {"what": "a"}, acting=SYSTEM, key="k")
    assert start(samples.note, {"what": "a"}, acting=SYSTEM, key="k") == first
    run_due()
    assert start(samples.note, {"what": "a"}, acting=SYSTEM, key="k").state == Job.State.SUCCEEDED
    assert samples.ran == ["a"]
    assert DBTaskResult.objects.count() == 1


def test_same_key_in_a_race_gives_the_same_job(monkeypatch):
    first = start(samples.note, {"what": "a"}, acting=SYSTEM, key="k")
    answers = [None, queue.with_key("k")]
    monkeypatch.setattr(queue, "with_key", lambda key: answers.pop(0))
    assert start(samples.note, {"what": "a"}, acting=SYSTEM, key="k") == first
    assert DBTaskResult.objects.count() == 1


def test_claimed_job_is_not_claimed_again():
    start(samples.note, {"what": "a"}, acting=SYSTEM)
    assert queue.claim("one") is not None
    assert queue.claim("two") is None


def test_failing_job_is_tried_again_with_growing_pauses_then_fails_with_its_reason():
    job = start(samples.broken, acting=SYSTEM)
    pauses = []
    for _ in range(2):
        run_due()
        job = again(job)
        assert job.state == Job.State.RETRYING
        assert job.reason == "ValueError: no such sheet"
        pauses.append((job.result.run_after - timezone.now()).total_seconds())
        assert run_due() == []
        due_now(job)
    run_due()
    job = again(job)
    assert job.state == Job.State.FAILED
    assert "no such sheet" in job.result.traceback
    assert len(samples.ran) == 3
    assert 5 < pauses[0] <= 10
    assert 35 < pauses[1] <= 40


def test_refusal_is_for_people_and_not_tried_again():
    job = start(samples.refused, acting=SYSTEM)
    run_due()
    job = again(job)
    assert (job.state, job.reason_is_for_people) == (Job.State.FAILED, True)
    assert job.reason.startswith("The sheet has no header row")


def test_operator_retries_a_failed_job():
    job = start(samples.refused, acting=SYSTEM)
    run_due()
    retry(again(job), acting=SYSTEM)
    assert again(job).state == Job.State.WAITING
    run_due()
    assert again(job).state == Job.State.FAILED


def test_expired_lease_gives_the_job_back():
    job = start(samples.note, {"what": "a"}, acting=SYSTEM)
    queue.claim("dead")
    assert queue.release_dead() == 0
    expire(job)
    assert queue.release_dead() == 1
    assert again(job).crashes == 1
    run_due()
    assert again(job).state == Job.State.SUCCEEDED


def test_dead_process_of_this_machine_gives_its_jobs_back_at_once():
    presence = leases.Presence()
    job = start(samples.note, {"what": "a"}, acting=SYSTEM)
    queue.claim(presence.name)
    assert queue.release_dead() == 0
    presence._file.close()  # what the kernel does for a killed process
    assert queue.release_dead() == 1
    assert again(job).state == Job.State.WAITING
    leases.sweep()
    assert not presence.path.exists()


def test_heartbeat_keeps_the_lease_and_writes_progress():
    start(samples.note, {"what": "a"}, acting=SYSTEM)
    job = queue.claim("one")
    expire(job)
    assert queue.renew(job, done=5, total=10, text="half") is False
    assert queue.release_dead() == 0
    assert again(job).percent == 50


def test_worker_that_lost_its_lease_can_write_nothing():
    start(samples.note, {"what": "a"}, acting=SYSTEM)
    slow = queue.claim("one")
    expire(slow)
    queue.release_dead()
    quick = queue.claim("one")  # the same worker, a later attempt
    with pytest.raises(LeaseLost):
        queue.finish(slow, None)
    assert queue.renew(slow) is None
    queue.finish(quick, None)
    assert again(quick).state == Job.State.SUCCEEDED


def test_atomic_job_whose_lease_was_lost_leaves_no_effect():
    start(samples.atomic, {"row": "x", "lose": True}, acting=SYSTEM)
    run_due()
    assert rows() == []


def test_atomic_job_has_its_effect_once():
    start(samples.atomic, {"row": "x"}, acting=SYSTEM)
    run_due()
    assert rows() == ["x"]


def test_steps_continue_where_the_last_attempt_committed():
    job = start(samples.steps, {"fail_at": 4}, acting=SYSTEM)
    run_due()
    due_now(job)
    run_due()
    assert rows() == ["0", "2", "4", "6", "8"]
    assert again(job).result.return_value == 10


def test_job_that_kills_its_workers_is_given_up(monkeypatch):
    monkeypatch.setattr(queue, "CRASH_LIMIT", 2)
    job = start(samples.note, {"what": "a"}, acting=SYSTEM)
    for _ in range(2):
        queue.claim("dead")
        expire(job)
        queue.release_dead()
    job = again(job)
    assert job.state == Job.State.FAILED
    assert "2" in job.reason


def test_cancel_while_waiting_and_while_running(cast):
    waiting = start(samples.note, {"what": "a"}, acting=cast["owner"])
    cancel(waiting, acting=cast["owner"])
    assert again(waiting).state == Job.State.CANCELLED
    start(samples.note, {"what": "b"}, acting=cast["owner"])
    running = queue.claim("one")
    cancel(running, acting=cast["owner"])
    assert queue.renew(running) is True
    assert again(running).state == Job.State.RUNNING


def test_job_notices_that_it_is_cancelled():
    job = start(samples.stopped, acting=SYSTEM)
    run_due()
    assert again(job).state == Job.State.CANCELLED
    assert samples.ran == []


def test_cancelled_job_of_a_dead_worker_stays_cancelled():
    job = start(samples.note, {"what": "a"}, acting=SYSTEM)
    queue.claim("dead")
    cancel(again(job), acting=SYSTEM)
    expire(job)
    queue.release_dead()
    assert again(job).state == Job.State.CANCELLED


def test_interrupted_job_goes_back_without_counting_as_failed():
    job = start(samples.interrupted, acting=SYSTEM)
    this = Running(queue.claim("one"))
    with progress.speaking_of(this):
        run(this)
    job = again(job)
    assert (job.state, job.failures, job.crashes) == (Job.State.WAITING, 0, 0)


def test_job_acts_and_is_audited_in_the_starters_name(cast):
    job = start(samples.context, acting=cast["owner"], path="00010001")
    run_due()
    job = again(job)
    assert job.outcome["data"]["person"] == cast["owner"].person_id
    assert job.viewer.grants == cast["owner"].grants
    entry = AuditEntry.objects.filter(model="organisations.organisation").get()
    assert (entry.person_id, entry.verb) == (cast["owner"].person_id, "organisations.create")


def test_start_by_a_person_is_audited_and_by_the_clock_not(cast):
    start(samples.note, {"what": "a"}, acting=SYSTEM)
    start(samples.note, {"what": "a"}, acting=cast["owner"])
    assert AuditEntry.objects.filter(model="jobs.job", kind="create").count() == 1


def test_task_that_this_version_lacks_fails_with_its_reason():
    job = start(samples.note, {"what": "a"}, acting=SYSTEM)
    DBTaskResult.objects.filter(pk=job.pk).update(task_path="santong.kit.jobs.tests.samples.gone")
    run_due()
    job = again(job)
    assert job.state == Job.State.FAILED
    assert "gone" in job.reason


def test_functions_of_progress_do_nothing_outside_a_job():
    progress.report(1, 2)
    progress.check_cancelled()
    with progress.step(4):
        pass
    assert (progress.position(), progress.viewer()) == (0, SYSTEM)


def test_a_step_writes_what_was_reported_and_notices_a_cancelling(cast):
    job = start(samples.note, {"what": "a"}, acting=cast["owner"])
    this = progress.Running(queue.claim("worker"))
    with progress.speaking_of(this):
        progress.report(3, 10)
        cancel(job, acting=cast["owner"])
        with progress.step(4):
            pass
        assert (again(job).done, again(job).total, again(job).position) == (3, 10, 4)
        with pytest.raises(Cancelled):
            progress.check_cancelled()


def test_long_jobs_leave_short_ones_a_thread():
    start(samples.note.using(queue_name="long"), {"what": "long"}, acting=SYSTEM)
    assert queue.claim("one", without=("long",)) is None
    assert queue.claim("one").result.status == TaskResultStatus.RUNNING
