"""What the pages of files and allowances keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from santong.domains.platform.access.testing import OwnPagesContract, PagesContract, Region, somebody
from santong.domains.platform.files.allowance_views import AllowancePages
from santong.domains.platform.files.models import Allowance, Blob, File
from santong.domains.platform.files.pages import FilePages


class TestFiles(OwnPagesContract):
    pages = FilePages
    keeper = "subject_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> File:
        blob = Blob.objects.create(
            sha256=f"{number:064x}", size=10, media_type="text/plain", kind="text", name=f"x{number}"
        )
        return File.objects.create(
            owner=cls.owner, path=region.lake.path, name=f"{number}.txt", kind="text", size=10, state="ready", blob=blob
        )

    def changed(self) -> dict[str, str]:
        return {"name": "other.txt"}


class TestAllowances(PagesContract):
    pages = AllowancePages
    keeper = "school_it"

    @classmethod
    def make(cls, region: Region, number: int) -> Allowance:
        person = somebody("subject_teacher", region.lake, f"teacher{number}")
        return Allowance.objects.create(path=region.lake.path, what="person", person=person, bytes=1)

    def typed(self) -> dict[str, Any]:
        return {"what": "staff", "organisation": self.region.lake.pk, "gigabytes": "2"}
