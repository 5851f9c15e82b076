"""What the list of accounts keeps, as all declared pages do."""

from __future__ import annotations

from santong.domains.platform.access.testing import PagesContract, Region, somebody
from santong.domains.platform.accounts.views import AccountPages
from santong.domains.platform.identity.public import Person


class TestAccounts(PagesContract):
    pages = AccountPages
    keeper = "school_it"

    @classmethod
    def make(cls, region: Region, number: int) -> Person:
        return somebody("subject_teacher", region.lake, f"teacher{number}")
