"""The declared pages of requests."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import Any

from django.utils import timezone

from santong.domains.platform.access.testing import OwnPagesContract, PagesContract, Region, somebody
from santong.domains.platform.requests.actions import make_kind, put_draft, send, substitute
from santong.domains.platform.requests.kinds import RequestKind
from santong.domains.platform.requests.models import OwnKind, Request, Substitution
from santong.domains.platform.requests.pages import OwnKindPages, RequestPages, SubstitutionPages, WaitingPages
from santong.domains.platform.requests.tests.conftest import TRIP, viewer
from santong.kit.access import SYSTEM
from santong.kit.registry import registry


def declared() -> AbstractContextManager[None]:
    """Rows are also made before a test begins, when its kinds aren't declared yet."""
    return nullcontext() if TRIP.name in registry.by_name(RequestKind) else registry.declaring(TRIP)


class TestRequests(OwnPagesContract):
    pages = RequestPages
    keeper = "subject_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Request:
        values = {"why": f"事由 {number}", "days": 1}
        with declared():
            return put_draft(acting=viewer(cls.owner), kind=TRIP, organisation=region.lake, values=values)


class TestWaiting(OwnPagesContract):
    pages = WaitingPages
    keeper = "teaching_affairs"

    @classmethod
    def make(cls, region: Region, number: int) -> Request:
        asker = viewer(somebody("subject_teacher", region.lake, f"asker-{number}"))
        with declared():
            row = put_draft(acting=asker, kind=TRIP, organisation=region.lake, values={"why": f"{number}", "days": 1})
            send(acting=asker, request=row)
        return row


class TestSubstitutions(OwnPagesContract):
    pages = SubstitutionPages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Substitution:
        today = timezone.localdate()
        deputy = somebody("subject_teacher", region.lake, f"deputy-{number}")
        until = today + timedelta(days=number)
        return substitute(acting=viewer(cls.owner), deputy=deputy, kinds=[], since=today, until=until)

    def typed(self) -> dict[str, Any]:
        day = timezone.localdate().isoformat()
        return {"person": "deputy-0", "since": day, "until": day}


class TestOwnKinds(PagesContract):
    pages = OwnKindPages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> OwnKind:
        field = {"name": "f0", "label": "事由", "kind": "text", "required": True, "choices": []}
        return make_kind(acting=SYSTEM, organisation=region.lake, label=f"申请 {number}", fields=[field], is_open=True)

    def typed(self) -> dict[str, Any]:
        kinds = {f"kind_{at}": "text" for at in range(8)}
        return {"label": "场地", "organisation": self.region.lake.pk, "label_0": "场地名称", **kinds}

    def changed(self) -> dict[str, Any]:
        return {"label": "场地使用"}
