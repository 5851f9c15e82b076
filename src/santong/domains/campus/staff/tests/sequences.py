"""What can be done to staff and taken back."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from santong.domains.campus.staff import views as staff_views
from santong.domains.campus.staff.actions import end_teaching
from santong.domains.campus.staff.importing import ClassImport, StaffImport
from santong.domains.campus.staff.models import Teaching
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


def import_staff(region: Region, choosing: Choosing) -> Done:
    """A new teacher, or one who is known."""
    school = one(schools(), choosing)
    region.serial += 1
    serial = choosing.choice([region.serial, 4, 24])
    cells = [{"staff_name": f"人{serial:03}", "identity_number": number_of(serial), "subjects": "语文"}]
    return Done("import staff", import_sheet(region, StaffImport(), cells, {"school": school.pk}))


def import_classes(region: Region, choosing: Choosing) -> Done:
    """New classes, in a grade that is there or not."""
    school = one(schools(), choosing)
    cells = [{"grade": choosing.choice(["一年级", "三年级", "六年级"]), "class": "5班"}]
    return Done("import classes", import_sheet(region, ClassImport(), cells, {"school": school.pk}))


def end_of_teaching(region: Region, choosing: Choosing) -> Done:
    """A teacher teaches a class no more."""
    row = one(present(Teaching, until=None), choosing)
    end_teaching(acting=region.viewer, teaching=[row], last_day=timezone.localdate() - timedelta(days=1))
    return Done("end of teaching", by_step(region, staff_views.END, {"teaching": row.pk}))


STEPS: tuple[Step, ...] = (
    import_staff,
    import_classes,
    end_of_teaching,
)
REFUSALS = (NotPossible,)
