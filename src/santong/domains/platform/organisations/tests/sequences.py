"""What can be done to organisations and taken back."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from santong.domains.platform.organisations import change_views, school_views
from santong.domains.platform.organisations.actions import close_organisation, move_organisation, rename_organisation
from santong.domains.platform.organisations.actions.merging import merge_school
from santong.domains.platform.organisations.actions.moving import WrongPlace
from santong.domains.platform.organisations.importing import OrganisationImport
from santong.domains.platform.organisations.models import Organisation
from santong.kit.pages.removal import RESTORE, remove_rows
from santong.kit.testing.sequences import (
    Choosing,
    Done,
    Region,
    Step,
    by_step,
    import_sheet,
    one,
    present,
)


def schools() -> list[Organisation]:
    """The open schools."""
    return present(Organisation, kind="school", valid_until=None)


def import_organisations(region: Region, choosing: Choosing) -> Done:
    """A new school."""
    county = choosing.choice(region.counties)
    region.serial += 1
    cells = [{"name": f"新校{region.serial}", "code": f"2199{region.serial:06}"}]
    context = {"parent": county.pk, "kind": "school"}
    return Done("import organisations", import_sheet(region, OrganisationImport(), cells, context))


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


STEPS: tuple[Step, ...] = (
    import_organisations,
    merger_of_schools,
    closing,
    moving,
    renaming,
    removal,
)
REFUSALS = (WrongPlace,)
