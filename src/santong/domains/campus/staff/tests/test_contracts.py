"""What the pages of staff keep, as all declared pages do."""

from __future__ import annotations

from django.utils import timezone

from santong.domains.campus.staff.models import Staff
from santong.domains.campus.staff.public import NewStaff, employ
from santong.domains.campus.staff.views import StaffPages
from santong.domains.platform.access.testing import PagesContract, Region
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM


class TestStaff(PagesContract):
    pages = StaffPages
    keeper, reader = "school_it", "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Staff:
        person = Person.objects.create_person(username=f"staff{number}", name=f"Staff {number}", path=region.lake.path)
        drafts = [NewStaff(person=person)]
        return employ(acting=SYSTEM, school=region.lake, drafts=drafts, day=timezone.localdate())[0]
