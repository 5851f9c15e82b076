"""What the pages of requests for people keep, as all declared pages do."""

from __future__ import annotations

from django.utils import timezone

from santong.domains.campus.people.models import Adoption
from santong.domains.campus.people.views import AdoptionPages
from santong.domains.platform.access.testing import PagesContract, Region, somebody


class TestAdoptions(PagesContract):
    pages = AdoptionPages
    keeper = "school_it"

    @classmethod
    def make(cls, region: Region, number: int) -> Adoption:
        return Adoption.objects.create(
            person=somebody("subject_teacher", region.hill, f"teacher{number}"), kind="staff", school=region.lake,
            path=region.lake.path, home_path=region.hill.path, asked_at=timezone.now(), values=b"",
        )  # fmt: skip
