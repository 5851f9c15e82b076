"""What the pages of calls, packs, certificates and points keep, as all declared pages do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from santong.domains.learning.resources.models import Resource
from santong.domains.learning.resources.tests.test_contracts import admitted
from santong.domains.learning.sourcing.models import (
    Account,
    Call,
    Certificate,
    Entitlement,
    Entry,
    Pack,
    Price,
    Transaction,
)
from santong.domains.learning.sourcing.views.calls import CallPages
from santong.domains.learning.sourcing.views.certificates import CertificatePages
from santong.domains.learning.sourcing.views.packs import PackPages
from santong.domains.learning.sourcing.views.points import ExchangePages, LedgerPages, StatementPages
from santong.domains.learning.sourcing.views.school_library import SchoolLibraryPages
from santong.domains.platform.access.testing import CityPagesContract, PagesContract, Region, somebody


class TestCalls(PagesContract):
    pages = CallPages
    keeper, reader = "teaching_affairs", "subject_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Call:
        return Call.objects.create(
            title=f"Call {number}", wanted="Slides", deadline=timezone.localdate() + timedelta(days=9), state="open",
            organisation=region.lake, path=region.lake.path, audience=region.lake, audience_path=region.lake.path,
            person=somebody("teaching_affairs", region.lake, f"writer{number}"),
        )  # fmt: skip

    def typed(self) -> dict[str, Any]:
        day = timezone.localdate() + timedelta(days=9)
        return {"title": "Games", "wanted": "A game", "deadline": day.isoformat()}

    def changed(self) -> dict[str, str]:
        return {"criteria": "Short"}


class TestPacks(PagesContract):
    pages = PackPages
    keeper, reader = "teaching_affairs", "subject_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Pack:
        today = timezone.localdate()
        pack = Pack.objects.create(
            title=f"Pack {number}", supplier="Supplier", begins=today, ends=today, organisation=region.lake,
            path=region.lake.path,
        )  # fmt: skip
        Entitlement.objects.create(pack=pack, organisation=region.lake, path=region.lake.path)
        return pack

    def typed(self) -> dict[str, Any]:
        today = timezone.localdate().isoformat()
        return {"title": "Films", "supplier": "Studio", "begins": today, "ends": today, "places": self.region.lake.pk}

    def changed(self) -> dict[str, str]:
        return {"supplier": "Another"}


class TestCertificates(PagesContract):
    pages = CertificatePages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Certificate:
        return Certificate.objects.create(
            resource=admitted(region, number), level="school", organisation=region.lake, path=region.lake.path,
            reason="Clear",
        )  # fmt: skip


class TestStatements(PagesContract):
    pages = StatementPages
    keeper = "teaching_affairs"

    @classmethod
    def make(cls, region: Region, number: int) -> Entry:
        found = Account.objects.filter(organisation=region.lake).first()
        account = found or Account.objects.create(kind="place", organisation=region.lake, path=region.lake.path)
        there = Account.objects.filter(organisation=region.city).first()
        other = there or Account.objects.create(kind="place", organisation=region.city, path=region.city.path)
        transaction = Transaction.objects.create(kind="transfer", path=region.lake.path)
        Entry.objects.create(transaction=transaction, account=other, amount=-1, after=-number)
        return Entry.objects.create(transaction=transaction, account=account, amount=1, after=number)


class TestLedger(CityPagesContract):
    pages = LedgerPages
    keeper = "bureau_officer"

    @classmethod
    def make(cls, region: Region, number: int) -> Transaction:
        return Transaction.objects.create(kind="transfer", path=region.city.path)


class TestExchange(PagesContract):
    pages = ExchangePages
    keeper = "subject_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Price:
        return Price.objects.create(resource=admitted(region, number), points=3, reach=region.lake.path)


class TestSchoolLibrary(PagesContract):
    pages = SchoolLibraryPages
    keeper = "subject_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Resource:
        return admitted(region, number)
