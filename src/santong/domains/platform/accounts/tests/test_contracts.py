"""What the lists of accounts and of requests for help keep, as all declared pages do."""

from __future__ import annotations

from django.utils import timezone

from santong.domains.platform.access.testing import PagesContract, Region, somebody
from santong.domains.platform.accounts.help_views import HelpPages
from santong.domains.platform.accounts.models import HelpRequest
from santong.domains.platform.accounts.views import AccountPages
from santong.domains.platform.identity.public import Person


class TestAccounts(PagesContract):
    pages = AccountPages
    keeper = "school_it"

    @classmethod
    def make(cls, region: Region, number: int) -> Person:
        return somebody("subject_teacher", region.lake, f"teacher{number}")


class TestHelpRequests(PagesContract):
    pages = HelpPages
    keeper = "school_it"

    @classmethod
    def make(cls, region: Region, number: int) -> HelpRequest:
        person = somebody("subject_teacher", region.lake, f"teacher{number}")
        return HelpRequest.objects.create(
            person=person, path=region.lake.path, reason="password", asked_at=timezone.now()
        )
