"""What the list of people entered twice keeps, as all declared pages do."""

from __future__ import annotations

from santong.domains.platform.access.testing import PagesContract, Region, somebody
from santong.domains.platform.duplicates.actions import suspect
from santong.domains.platform.duplicates.models import Suspicion
from santong.domains.platform.duplicates.views import SuspicionPages
from santong.kit.access import SYSTEM


class TestSuspicions(PagesContract):
    pages = SuspicionPages
    keeper = "school_it"

    @classmethod
    def make(cls, region: Region, number: int) -> Suspicion:
        first, second = (somebody("subject_teacher", region.lake, f"{name}{number}") for name in ("one", "other"))
        return suspect(acting=SYSTEM, first=first, second=second)
