"""Cancel, crash, resume, undo: what is written is written once, and can be taken back."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from santong.domains.platform.organisations.public import Organisation, SchoolProfile, create_organisation
from santong.kit.access import SYSTEM
from santong.kit.imports import running, targets, tasks
from santong.kit.imports.models import KEEP, ImportBatch, ImportRun
from santong.kit.imports.states import come_to_rest
from santong.kit.imports.tests.conftest import BAD, GOOD, HEADS, checked, everything, imported, sheet
from santong.kit.jobs import progress, queue
from santong.kit.jobs.models import Job
from santong.kit.jobs.testing import run_due

pytestmark = pytest.mark.django_db(transaction=True)

MANY = [[f"学校{n}", "", f"21991{n:05}", "", ""] for n in range(25)]


@pytest.fixture
def small_batches(monkeypatch):
    """Ten rows a batch."""
    monkeypatch.setattr(running, "BATCH", 10)
    monkeypatch.setattr(targets.Sheet.chunks, "__defaults__", (10,))


class Crash(BaseException):
    """What a process that dies looks like from inside."""


def crash_in_batch(monkeypatch, number: int) -> None:
    """Die while the batch with this number is written, before it is committed."""
    real, count = running._write, []

    def write(*args: object) -> None:
        count.append(1)
        real(*args)
        if len(count) == number:
            raise Crash

    monkeypatch.setattr(running, "_write", write)


def die(run: ImportRun) -> None:
    """Take the job as a worker does, and die in it; the reaper gives it back."""
    job = queue.claim("dying")
    this = progress.Running(job)
    with pytest.raises(Crash), progress.speaking_of(this):
        job.task.call(*job.result.args_kwargs["args"], **job.result.args_kwargs["kwargs"])
    Job.objects.filter(pk=job.pk).update_quietly(lease_until=timezone.now() - timezone.timedelta(days=1))
    assert queue.release_dead() == 1
    run.refresh_from_db()


@pytest.mark.usefixtures("small_batches")
def test_a_killed_worker_loses_and_doubles_nothing(officer, region, monkeypatch):
    run = checked(officer, sheet(MANY), region["east"])
    officer.post(f"/imports/{run.pk}/start/")
    with monkeypatch.context() as patch:
        crash_in_batch(patch, 2)
        die(run)
    assert Organisation.objects.filter(kind="school").count() == 10 and run.taken_rows == 10
    run_due()
    run.refresh_from_db()
    assert run.state == "done" and run.taken == {"create": 25} and run.taken_rows == 25
    assert Organisation.objects.filter(kind="school").count() == 25
    assert list(run.batches.order_by("position").values_list("position", flat=True)) == [10, 20, 25]


def test_a_job_that_ends_while_the_page_looks_at_it_was_not_stopped(officer, region):
    run = checked(officer, sheet(MANY), region["east"])
    officer.post(f"/imports/{run.pk}/start/")
    read_before = ImportRun.objects.get(pk=run.pk)
    run_due()
    come_to_rest(read_before)
    assert (read_before.state, read_before.taken_rows) == ("done", 25)


@pytest.mark.usefixtures("small_batches")
def test_a_killed_undo_goes_on(officer, region, monkeypatch):
    before = everything()
    run = imported(officer, sheet(MANY), region["east"])
    officer.post(f"/imports/{run.pk}/undo/")
    real, count = running._take_back, []

    def take_back(*args: object) -> None:
        count.append(1)
        real(*args)
        if len(count) == 2:
            raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(running, "_take_back", take_back)
        die(run)
    assert Organisation.objects.filter(kind="school").count() == 20
    run_due()
    run.refresh_from_db()
    assert run.state == "undone" and everything() == before


@pytest.mark.usefixtures("small_batches")
def test_stopped_halfway_it_can_go_on_or_be_undone(officer, region, monkeypatch):
    before = everything()
    run = checked(officer, sheet(MANY), region["east"])
    officer.post(f"/imports/{run.pk}/start/")
    real = running._write

    def write(*args: object) -> None:
        real(*args)
        progress._running.get().cancelled = True

    with monkeypatch.context() as patch:
        patch.setattr(running, "_write", write)
        run_due()
    page = officer.get(f"/imports/{run.pk}/")
    assert page.context["run"].state == "stopped" and page.context["run"].taken_rows == 10
    assert page.context["can_continue"] and page.context["can_undo"]
    officer.post(f"/imports/{run.pk}/start/")
    run_due()
    run.refresh_from_db()
    assert run.state == "done" and run.taken_rows == 25
    officer.post(f"/imports/{run.pk}/undo/")
    run_due()
    assert everything() == before


def test_stopped_too_late_it_says_so(officer, region, monkeypatch):
    run = checked(officer, sheet(GOOD), region["east"])
    officer.post(f"/imports/{run.pk}/start/")
    real = running._write

    def write(*args: object) -> None:
        real(*args)
        officer.post(f"/imports/{run.pk}/stop/")

    with monkeypatch.context() as patch:
        patch.setattr(running, "_write", write)
        run_due()
    page = officer.get(f"/imports/{run.pk}/")
    assert page.context["run"].state == "done" and page.context["was_too_late"]
    officer.post(f"/imports/{run.pk}/undo/")
    run_due()
    assert not officer.get(f"/imports/{run.pk}/").context["was_too_late"]


def test_stopped_before_it_began_it_is_as_before(officer, region):
    run = checked(officer, sheet(GOOD), region["east"])
    officer.post(f"/imports/{run.pk}/start/")
    officer.post(f"/imports/{run.pk}/stop/")
    assert officer.get(f"/imports/{run.pk}/").url.endswith("/check/")
    run.refresh_from_db()
    assert run.state == "checked"


def test_an_error_is_tried_again_and_then_told(officer, region, monkeypatch):
    run = checked(officer, sheet(GOOD), region["east"])
    officer.post(f"/imports/{run.pk}/start/")
    with monkeypatch.context() as patch:
        patch.setattr(targets.ImportTarget, "message", None)
        patch.setattr("santong.domains.platform.organisations.importing.OrganisationImport.write", None)
        for _attempt in range(4):
            Job.objects.filter(pk=run.job_id).update_quietly(worker="")
            job = Job.objects.select_related("result").filter(result__status="READY").first()
            if job:
                job.result.run_after = None
                job.result.save()
            run_due()
    page = officer.get(f"/imports/{run.pk}/", follow=True)
    assert page.context["run"].state == "checked" and not Organisation.objects.filter(code="2199000001").exists()


def test_the_file_gone_is_told_and_nothing_breaks(officer, region, files):
    run = checked(officer, sheet(GOOD), region["east"])
    for path in files.rglob("imports/*"):
        path.unlink()
    officer.post(f"/imports/{run.pk}/start/")
    run_due()
    page = officer.get(f"/imports/{run.pk}/", follow=True)
    assert "请重新上传" in page.content.decode() and page.context["run"].state == "checked"
    assert officer.get(f"/imports/{run.pk}/annotated/").status_code == 302


def test_rows_changed_or_used_since_stay_and_are_named(officer, region):
    run = imported(officer, sheet([*GOOD, *MANY[:2]]), region["east"])
    changed, used = (Organisation.objects.get(name=name) for name in ("西山小学", "学校1"))
    changed.short_name = "改"
    changed.save()
    create_organisation(acting=SYSTEM, kind="department", name="教务处", parent=used)
    officer.post(f"/imports/{run.pk}/undo/")
    run_due()
    page = officer.get(f"/imports/{run.pk}/")
    assert page.context["run"].state == "partly_undone" and page.context["run"].kept_rows == 2
    assert {(kept.name, kept.reason) for kept in page.context["kept"]} == {
        ("西山小学", "此后改过：简称。"),
        ("学校1", "正被使用：机构。"),
    }
    left = Organisation.objects.filter(kind="school").values_list("name", flat=True)
    assert set(left) == {"西山小学", "学校1"}
    # What a school is made of stays with it: without its profile its pages would fail.
    assert {profile.organisation.name for profile in SchoolProfile.objects.all()} >= set(left)
    changed.short_name = ""
    changed.save()
    officer.post(f"/imports/{run.pk}/undo/")  # once it is as the import wrote it, the rest can go too
    run_due()
    assert not Organisation.objects.filter(name="西山小学").exists()
    run.refresh_from_db()
    assert run.kept_rows == 1


def test_old_files_are_removed(officer, region, files):
    old = imported(officer, sheet(GOOD + BAD), region["east"])
    unused = checked(officer, sheet(MANY), region["east"])
    young = checked(officer, sheet(BAD), region["east"])
    ImportRun.objects.filter(pk=old.pk).update_quietly(file="")  # its owner deleted the file; the undo's memory is left
    past = timezone.now() - KEEP - timezone.timedelta(minutes=1)
    ImportRun.objects.filter(pk__in=[old.pk, unused.pk]).update_quietly(created_at=past)
    assert tasks.remove_old_files.func() == 2
    assert set(ImportRun.objects.values_list("pk", flat=True)) == {old.pk, young.pk}
    old.refresh_from_db()
    assert old.file == "" and not old.rows.exists() and not ImportBatch.objects.exists()
    assert len(list(files.rglob("imports/*"))) == 2  # one of them lost its entry above
    assert officer.get(f"/imports/{old.pk}/").status_code == 200


def test_the_command_line_imports_and_exports(region, tmp_path, capsys):
    path, report, out = tmp_path / "a.csv", tmp_path / "r.xlsx", tmp_path / "o.csv"
    path.write_text("\n".join(",".join(row) for row in [HEADS, *GOOD]), encoding="utf-8")
    call_command("import", "organisations", str(path), context=["parent=East"], dry_run=True)
    assert not ImportRun.objects.exists() and not Organisation.objects.filter(kind="school").exists()
    call_command("import", "organisations", str(path), context=[f"parent={region['east'].pk}"])
    assert "3 rows were taken" in capsys.readouterr().out
    assert Organisation.objects.filter(kind="school").count() == 3
    path.write_text("\n".join(",".join(row) for row in [HEADS, *BAD]), encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        call_command("import", "organisations", str(path), context=["parent=East"], report=report)
    assert end.value.code == 3 and report.stat().st_size > 1000
    call_command("export", "organisations", str(out), filter="kind=school")
    assert out.read_text(encoding="utf-8-sig").count("小学") >= 3


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["import", "nothing", "x"], "there are: "),
        (["import", "organisations", "/nowhere.xlsx", "--context", "parent=East"], "can't be read"),
        (["import", "organisations", __file__, "--context", "parent=East"], ""),
        (["import", "pupils", "/nowhere.xlsx"], "school"),
        (["export", "nothing", "x.csv"], "there are: "),
        (["export", "organisations", "x.pdf"], ".xlsx"),
        (["export", "organisations", "/nowhere/x.csv"], "can't be written"),
    ],
)
def test_the_command_line_says_what_is_wrong(region, arguments, word):
    with pytest.raises(CommandError) as error:
        call_command(*arguments)
    assert word in str(error.value) and error.value.returncode == 2
