"""What can be done to the region, each through the product's own actions, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.utils import timezone

from santong.domains.campus.staff import views as staff_views
from santong.domains.campus.staff.actions import end_teaching
from santong.domains.campus.staff.importing import ClassImport, StaffImport
from santong.domains.campus.staff.models import Teaching
from santong.domains.campus.students import family_views
from santong.domains.campus.students.actions.families import end_guardianship
from santong.domains.campus.students.actions.roll import change_status, move
from santong.domains.campus.students.actions.transfers import accept_transfer, ask_transfer, withdraw_transfer
from santong.domains.campus.students.importing import PupilImport
from santong.domains.campus.students.models import Guardianship, Pupil, Transfer, YearChange
from santong.domains.campus.students.school_year.plan import plan_year
from santong.domains.campus.students.school_year.run import change_year
from santong.domains.campus.students.school_year.taking_back import take_year_back
from santong.domains.platform.access import appointment_views
from santong.domains.platform.access.actions import appoint, end_appointments
from santong.domains.platform.access.models import Appointment
from santong.domains.platform.duplicates import views as duplicate_views
from santong.domains.platform.duplicates.actions import merge, suspect
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations import change_views, school_views
from santong.domains.platform.organisations.actions import (
    close_organisation,
    move_organisation,
    rename_organisation,
)
from santong.domains.platform.organisations.actions.merging import merge_school
from santong.domains.platform.organisations.actions.moving import WrongPlace
from santong.domains.platform.organisations.importing import OrganisationImport
from santong.domains.platform.organisations.models import Organisation
from santong.kit.imports.targets import ImportTarget, Sheet, SourceRow, Verdict
from santong.kit.imports.written import Written
from santong.kit.pages.removal import RESTORE, remove_rows
from santong.kit.refusals import NotPossible
from santong.kit.undo import CannotUndo, keep_step, take_back
from tests.guards.sequences.region import Region, number_of

REFUSALS = (NotPossible, WrongPlace, CannotUndo)
"""What actions refuse with: each carries its reason in words."""


class Choosing(Protocol):
    """Where the choices come from: a random generator, or Hypothesis."""

    def choice(self, options: Sequence[Any]) -> Any: ...


class NothingThere(Exception):
    """There is nothing that this could be done to: another step is taken."""


@dataclass
class Done:
    """Something that was done. `undo` takes it back and answers what stays as it is, with reasons.

    `is_exact`: everything is as before afterwards, apart from the notes that it was done.
    """

    name: str
    undo: Callable[[], list[tuple[str, str]]] | None
    is_exact: bool = True


Step = Callable[[Region, Choosing], Done]


def present(model: type[Model], **wanted: Any) -> list[Any]:
    """Rows in a fixed order, so that the same choices make the same sequence."""
    return list(model._default_manager.filter(**wanted).order_by("pk"))


def one(rows: QuerySet | list[Any], choosing: Choosing) -> Any:
    """One of some rows."""
    found = list(rows)
    if not found:
        raise NothingThere
    return choosing.choice(found)


def schools() -> list[Organisation]:
    """The open schools."""
    return present(Organisation, kind="school", valid_until=None)


def pupils() -> list[Pupil]:
    """Those on a roll."""
    rows = Pupil.objects.filter(status__in=Pupil.PRESENT).select_related("person", "school", "school_class")
    return list(rows.order_by("pk"))


def by_step(region: Region, handler: str, payload: dict[str, Any]) -> Callable[[], list[tuple[str, str]]]:
    """Undo as the button in the toast does it."""
    step = keep_step(region.viewer, handler=handler, payload=payload)

    def undo() -> list[tuple[str, str]]:
        take_back(region.viewer, step.pk)
        return []

    return undo


# Imports


def _import(
    region: Region, target: ImportTarget, cells: Sequence[dict[str, Any]], context: dict[str, Any]
) -> Callable[[], list[tuple[str, str]]]:
    sheet = Sheet([SourceRow(n, each) for n, each in enumerate(cells)], frozenset(k for each in cells for k in each))
    written: list[Written] = []
    for part in target.prepare(sheet, context=context, acting=region.viewer):
        good = [row for row in part if row.verdict in (Verdict.CREATE, Verdict.CHANGE)]
        written += target.write(good, context=context, acting=region.viewer) if good else []

    def undo() -> list[tuple[str, str]]:
        done = target.undo(written, acting=region.viewer)
        return [(each.model, each.reason) for each in done.kept]

    return undo


def import_pupils(region: Region, choosing: Choosing) -> Done:
    """New pupils into a class, one of them into a class that the import makes."""
    school = one(schools(), choosing)
    region.serial += 2
    cells = [
        {
            "name": f"新{serial}", "identity_number": number_of(serial), "class": name, "grade": grade,
            "guardian_name": f"家{serial}", "guardian_phone": f"137{serial:08}", "guardian_relation": "母亲",
        }
        for serial, grade, name in (
            (region.serial, "一年级", "1班"), (region.serial + 1, choosing.choice(["六年级", "二年级"]), "2班"),
        )
    ]  # fmt: skip
    return Done("import pupils", _import(region, PupilImport(), cells, {"school": school.pk, "create_classes": True}))


def import_staff(region: Region, choosing: Choosing) -> Done:
    """A new teacher, or one who is known."""
    school = one(schools(), choosing)
    region.serial += 1
    serial = choosing.choice([region.serial, 4, 24])
    cells = [{"staff_name": f"人{serial:03}", "identity_number": number_of(serial), "subjects": "语文"}]
    return Done("import staff", _import(region, StaffImport(), cells, {"school": school.pk}))


def import_classes(region: Region, choosing: Choosing) -> Done:
    """New classes, in a grade that is there or not."""
    school = one(schools(), choosing)
    cells = [{"grade": choosing.choice(["一年级", "三年级", "六年级"]), "class": "5班"}]
    return Done("import classes", _import(region, ClassImport(), cells, {"school": school.pk}))


def import_organisations(region: Region, choosing: Choosing) -> Done:
    """A new school."""
    county = choosing.choice(region.counties)
    region.serial += 1
    cells = [{"name": f"新校{region.serial}", "code": f"2199{region.serial:06}"}]
    context = {"parent": county.pk, "kind": "school"}
    return Done("import organisations", _import(region, OrganisationImport(), cells, context))


# The school year and the roll


def change_of_year(region: Region, choosing: Choosing) -> Done:
    """A school begins the next year."""
    school = one(schools(), choosing)
    plan = plan_year(school)
    day = timezone.localdate()
    made: YearChange = change_year(acting=region.viewer, school=school, fingerprint=plan.fingerprint, day=day)
    return Done(
        "change of year", lambda: [(kind, why) for kind, _k, why in take_year_back(acting=region.viewer, change=made)]
    )


def transfer(region: Region, choosing: Choosing) -> Done:
    """A pupil is offered to the other school, which accepts or not yet."""
    pupil = one(pupils(), choosing)
    to = one([school for school in schools() if school.pk != pupil.school_id], choosing)
    row = ask_transfer(acting=region.viewer, pupil=pupil, to_school=to)
    rooms = present(Organisation, kind="class", valid_until=None, path__startswith=to.path)
    if choosing.choice([True, False]) and rooms:
        day = timezone.localdate()
        accept_transfer(acting=region.viewer, transfer=row, school_class=choosing.choice(rooms), day=day)
        return Done("transfer", None)

    def undo() -> list[tuple[str, str]]:
        withdraw_transfer(acting=region.viewer, transfer=Transfer.objects.get(pk=row.pk))
        return []

    return Done("offer of a transfer", undo)


def change_of_class(region: Region, choosing: Choosing) -> Done:
    """A pupil goes into another class of the school."""
    pupil = one(pupils(), choosing)
    rooms = present(Organisation, kind="class", valid_until=None, path__startswith=pupil.school.path)
    move(acting=region.viewer, pupils=[pupil], school_class=one(rooms, choosing), day=timezone.localdate())
    return Done("change of class", None)


def suspension(region: Region, choosing: Choosing) -> Done:
    """A pupil stays away, and comes again."""
    pupil = one(pupils(), choosing)
    day = timezone.localdate()
    change_status(acting=region.viewer, pupils=[pupil], kind="suspend", day=day)

    def undo() -> list[tuple[str, str]]:
        row = Pupil.objects.select_related("person", "school", "school_class").filter(pk=pupil.pk).first()
        if row is None:
            raise NotPossible("gone with the import that had made the record")
        change_status(acting=region.viewer, pupils=[row], kind="resume", day=day)
        return []

    return Done("suspension", undo)


def leaving(region: Region, choosing: Choosing) -> Done:
    """A pupil leaves."""
    day = timezone.localdate()
    change_status(acting=region.viewer, pupils=[one(pupils(), choosing)], kind="leave", day=day)
    return Done("leaving", None)


def end_of_a_link(region: Region, choosing: Choosing) -> Done:
    """A guardian is one no more."""
    row = one(present(Guardianship, ended_on=None), choosing)
    consents = end_guardianship(acting=region.viewer, guardianship=row)
    return Done("end of a link", by_step(region, family_views.END, {"link": row.pk, "consents": consents}))


def end_of_teaching(region: Region, choosing: Choosing) -> Done:
    """A teacher teaches a class no more."""
    row = one(present(Teaching, until=None), choosing)
    end_teaching(acting=region.viewer, teaching=[row], last_day=timezone.localdate() - timedelta(days=1))
    return Done("end of teaching", by_step(region, staff_views.END, {"teaching": row.pk}))


# Organisations


def merger_of_schools(region: Region, choosing: Choosing) -> Done:
    """A school becomes part of the other."""
    school = one(schools(), choosing)
    successor = one([each for each in schools() if each.pk != school.pk], choosing)
    made = merge_school(acting=region.viewer, school=school, successor=successor, on=timezone.localdate())
    return Done("merger of schools", by_step(region, school_views.MERGE, made))


def closing(region: Region, choosing: Choosing) -> Done:
    """A school closes."""
    school = one(schools(), choosing)
    last = timezone.localdate() - timedelta(days=1)
    close_organisation(acting=region.viewer, organisation=school, last_day=last)
    return Done("closing", by_step(region, change_views.REOPEN, {"id": school.pk}))


def moving(region: Region, choosing: Choosing) -> Done:
    """A school goes to the other county."""
    school = one(schools(), choosing)
    parent = one([county for county in region.counties if county.pk != school.parent_id], choosing)
    former = school.parent_id
    path = move_organisation(acting=region.viewer, organisation=school, parent=Organisation.objects.get(pk=parent.pk))
    payload = {"id": school.pk, "parent": former, "path": path}
    return Done("moving", by_step(region, change_views.MOVE, payload))


def renaming(region: Region, choosing: Choosing) -> Done:
    """A school or class gets another name."""
    row = one(schools(), choosing)
    region.serial += 1
    former = rename_organisation(acting=region.viewer, organisation=row, name=f"改名{region.serial}")
    return Done("renaming", by_step(region, change_views.RENAME, {"former": former.pk}))


def removal(region: Region, choosing: Choosing) -> Done:
    """A school, grade or class is removed."""
    row = one(present(Organisation, kind__in=("school", "grade", "class")), choosing)
    permission = "organisations.change"
    remove_rows(region.viewer, Organisation, [row.pk], permission)
    payload = {"model": "organisations.organisation", "ids": [row.pk], "permission": permission}
    return Done("removal", by_step(region, RESTORE, payload))


# People


def merger_of_people(region: Region, choosing: Choosing) -> Done:
    """Two people are one."""
    people = [each for each in present(Person, is_active=True) if each.pk != region.person.pk]
    kept = one(people, choosing)
    other = one([each for each in people if each.pk != kept.pk], choosing)
    pair = suspect(acting=region.viewer, first=kept, second=other)
    made = merge(acting=region.viewer, suspicion=pair, kept=kept, answers={})
    return Done("merger of people", by_step(region, duplicate_views.MERGE, {"merger": made.pk}))


def appointment(region: Region, choosing: Choosing) -> Done:
    """Somebody is appointed."""
    staff = present(Person, username__startswith="人") or present(Person, is_active=True)
    at = one(schools(), choosing)
    role = choosing.choice(["school_it", "teaching_affairs", "principal"])
    row = appoint(acting=region.viewer, person=one(staff, choosing), role=role, organisation=at)

    def undo() -> list[tuple[str, str]]:
        there = Appointment.objects.filter(pk=row.pk)
        if not there:
            raise NotPossible("gone with the person")
        end_appointments(acting=region.viewer, appointments=list(there))
        return []

    return Done("appointment", undo, is_exact=False)


def end_of_an_appointment(region: Region, choosing: Choosing) -> Done:
    """Somebody's role ends."""
    rows = [row for row in present(Appointment, valid_until=None, origin="") if row.person_id != region.person.pk]
    before = end_appointments(acting=region.viewer, appointments=[one(rows, choosing)])
    return Done("end of an appointment", by_step(region, appointment_views.END, {"before": before}))


STEPS: tuple[Step, ...] = (
    import_pupils, import_staff, import_classes, import_organisations, change_of_year, transfer, change_of_class,
    suspension, leaving, end_of_a_link, end_of_teaching, merger_of_schools, closing, moving, renaming, removal,
    merger_of_people, appointment, end_of_an_appointment,
)  # fmt: skip
