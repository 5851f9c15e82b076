"""What can be done to pupils and their families, and taken back."""

from __future__ import annotations

from django.utils import timezone

from santong.domains.campus.students import family_views
from santong.domains.campus.students.actions.families import end_guardianship
from santong.domains.campus.students.actions.roll import change_status, move
from santong.domains.campus.students.actions.transfers import accept_transfer, ask_transfer, withdraw_transfer
from santong.domains.campus.students.importing import PupilImport
from santong.domains.campus.students.models import Guardianship, Pupil, Transfer, YearChange
from santong.domains.campus.students.school_year.plan import plan_year
from santong.domains.campus.students.school_year.run import change_year
from santong.domains.campus.students.school_year.taking_back import take_year_back
from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.organisations.tests.sequences import schools
from santong.kit.refusals import NotPossible
from santong.kit.testing.sequences import (
    Choosing,
    Done,
    Region,
    Step,
    by_step,
    import_sheet,
    number_of,
    one,
    present,
)


def pupils() -> list[Pupil]:
    """Those on a roll."""
    rows = Pupil.objects.filter(status__in=Pupil.PRESENT).select_related("person", "school", "school_class")
    return list(rows.order_by("pk"))


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
    return Done(
        "import pupils", import_sheet(region, PupilImport(), cells, {"school": school.pk, "create_classes": True})
    )


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


STEPS: tuple[Step, ...] = (
    import_pupils,
    change_of_year,
    transfer,
    change_of_class,
    suspension,
    leaving,
    end_of_a_link,
)
REFUSALS = (NotPossible,)
