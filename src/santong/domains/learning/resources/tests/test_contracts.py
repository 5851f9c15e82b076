"""What the pages of the library keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from santong.domains.learning.resources.models import (
    Complaint,
    Point,
    Resource,
    Review,
    Reviewer,
    SynonymGroup,
    Textbook,
)
from santong.domains.learning.resources.views.authoring import OwnPages
from santong.domains.learning.resources.views.catalogue import PointPages, TextbookPages
from santong.domains.learning.resources.views.from_here import FromHerePages
from santong.domains.learning.resources.views.reviewing import ComplaintPages, QueuePages, ReviewerPages
from santong.domains.learning.resources.views.synonyms import SynonymPages
from santong.domains.platform.access.testing import (
    CityPagesContract,
    OwnPagesContract,
    PagesContract,
    Region,
    somebody,
)
from santong.domains.platform.identity.public import Person


def resource_of(author: Person, region: Region, number: int, **facts: Any) -> Resource:
    """A resource of the school by the lake, a draft unless `facts` say more."""
    return Resource.objects.create(
        title=f"Resource {number}", kind="slides", author=author, organisation=region.lake, path=region.lake.path,
        subject="数学", stage="primary", **facts,
    )  # fmt: skip


def admitted(region: Region, number: int, **facts: Any) -> Resource:
    """A resource that everybody of the school by the lake sees, by somebody new."""
    author = somebody("subject_teacher", region.lake, f"author{number}")
    shown = {"status": "admitted", "level": "school", "reach": region.lake.path, **facts}
    return resource_of(author, region, number, **shown)


class TestOwnResources(OwnPagesContract):
    pages = OwnPages
    keeper = "subject_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Resource:
        return resource_of(cls.owner, region, number)


class TestFromHere(PagesContract):
    pages = FromHerePages
    keeper = "teaching_affairs"

    @classmethod
    def make(cls, region: Region, number: int) -> Resource:
        return admitted(region, number)


class TestReviews(PagesContract):
    pages = QueuePages
    keeper = "teaching_affairs"

    @classmethod
    def make(cls, region: Region, number: int) -> Review:
        author = somebody("subject_teacher", region.lake, f"author{number}")
        resource = resource_of(author, region, number, status="submitted")
        return Review.objects.create(
            resource=resource, version=1, level="school", organisation=region.lake, path=region.lake.path,
            author_id=resource.author_id, subject="数学", stage="primary",
        )  # fmt: skip


class TestReviewers(PagesContract):
    pages = ReviewerPages
    keeper = "teaching_affairs"

    @classmethod
    def make(cls, region: Region, number: int) -> Reviewer:
        person = somebody("subject_teacher", region.lake, f"teacher{number}")
        return Reviewer.objects.create(person=person, organisation=region.lake, path=region.lake.path)

    def typed(self) -> dict[str, Any]:
        return {"person": "teacher0", "organisation": self.region.lake.pk, "subject": "数学"}


class TestComplaints(PagesContract):
    pages = ComplaintPages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Complaint:
        resource = admitted(region, number)
        return Complaint.objects.create(
            resource=resource, person=resource.author, reason="other", text="Wrong", path=region.lake.path
        )


class TestTextbooks(CityPagesContract):
    pages = TextbookPages
    keeper = "bureau_officer"

    @classmethod
    def make(cls, region: Region, number: int) -> Textbook:
        return Textbook.objects.create(
            stage="junior", subject="数学", edition="人教版", volume=f"第{number}册", grade=7, term=1, year=2024
        )


class TestPoints(CityPagesContract):
    pages = PointPages
    keeper = "bureau_officer"

    @classmethod
    def make(cls, region: Region, number: int) -> Point:
        return Point.objects.create(stage="junior", subject="数学", name=f"Point {number}", code=f"P{number}")


class TestSynonyms(CityPagesContract):
    pages = SynonymPages
    keeper = "bureau_officer"

    @classmethod
    def make(cls, region: Region, number: int) -> SynonymGroup:
        return SynonymGroup.objects.create(words=f"one{number} other{number}")

    def typed(self) -> dict[str, str]:
        return {"words": "课件 幻灯"}

    def changed(self) -> dict[str, str]:
        return {"words": "one0 third"}
