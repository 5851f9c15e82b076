"""What the pages of pupils and transfers keep, as all declared pages do."""

from __future__ import annotations

from django.utils import timezone

from santong.domains.campus.students.models import Pupil, Transfer
from santong.domains.campus.students.tests.conftest import add_pupils
from santong.domains.campus.students.transfer_views import TransferPages
from santong.domains.campus.students.views import PupilPages
from santong.domains.platform.access.testing import PagesContract, Region


class TestPupils(PagesContract):
    pages = PupilPages
    keeper, reader = "school_it", "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Pupil:
        return add_pupils(region.lake, region.first, 1, first=number)[0]


class TestTransfers(PagesContract):
    pages = TransferPages
    keeper = "teaching_affairs"

    @classmethod
    def make(cls, region: Region, number: int) -> Transfer:
        (pupil,) = add_pupils(region.lake, region.first, 1, first=number)
        return Transfer.objects.create(
            pupil=pupil, from_school=region.lake, to_school=region.hill, path=region.lake.path,
            to_path=region.hill.path, asked_on=timezone.localdate(),
        )  # fmt: skip
