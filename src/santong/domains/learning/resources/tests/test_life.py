"""From draft to library: reviewing, levels, scopes, versions, withdrawing, expiry, complaints."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from santong.domains.learning.resources.actions.drafting import remove, restore, rewrite, tag
from santong.domains.learning.resources.actions.locking import lock_resource
from santong.domains.learning.resources.actions.reconsidering import Before, reconsider
from santong.domains.learning.resources.actions.reviewers import assign_reviewer, release_reviewer
from santong.domains.learning.resources.actions.reviewing import (
    CHECKLIST,
    admit,
    bring_back,
    expire_old,
    give_back,
    submit,
    take_back,
    withdraw,
)
from santong.domains.learning.resources.actions.using import complain, uphold_complaint
from santong.domains.learning.resources.models import NOWHERE, Resource, Review, Reviewer
from santong.domains.learning.resources.queries.finding import Asked, find
from santong.domains.learning.resources.queries.reviewing import queue
from santong.domains.platform.access.public import Appointment
from santong.kit.access import SYSTEM
from santong.kit.refusals import NotPossible

YES = dict.fromkeys(CHECKLIST, True)


def waiting(row: Resource) -> Review:
    return Review.objects.get(resource=row, state="waiting")


def sees(cast, name: str, row: Resource) -> bool:
    viewer = cast.viewer(name)
    visible = Resource.objects.visible_to(viewer).filter(pk=row.pk).exists()
    found = row.pk in [hit.key for hit in find(viewer, Asked()).found.hits]
    if name != "author":  # an author finds their own work, too
        assert visible == found, "what is found and what may be seen are the same"
    return visible


def test_nobody_sees_a_draft(cast):
    row = cast.draft()
    assert not any(sees(cast, name, row) for name in ("colleague", "affairs", "officer", "pupil"))


def test_admitted_at_school_reaches_the_school(cast):
    row = cast.admitted()
    assert (row.status, row.level, row.reach) == ("admitted", "school", cast.school.path)
    assert [name for name in cast.people if sees(cast, name, row)] == [
        "author",
        "colleague",
        "affairs",
        "officer",
        "bureau",
        "pupil",
    ]


def test_pupils_do_not_get_what_is_for_teachers(cast):
    row = cast.admitted(for_pupils=False)
    assert sees(cast, "colleague", row) and not sees(cast, "pupil", row)


@pytest.mark.parametrize(
    ("audience", "level", "stranger"),
    [("county", "county", True), ("public", "city", True), ("school", "school", False)],
)
def test_wider_audiences_need_higher_levels(cast, audience, level, stranger):
    row = cast.admitted(audience=audience)
    assert (row.level, sees(cast, "stranger", row)) == (level, stranger)


def test_on_the_way_up_it_is_seen_as_far_as_it_was_admitted(cast):
    row = cast.draft(audience="county")
    submit(acting=cast.viewer("author"), resource=row)
    admit(acting=cast.viewer("affairs"), review=waiting(row), answers=YES)
    row.refresh_from_db()
    assert row.reach == cast.school.path and waiting(row).level == "county"
    assert sees(cast, "colleague", row) and not sees(cast, "stranger", row)


def test_a_class_sees_its_own(cast):
    row = cast.admitted(audience="class", audience_place=cast.school_class.pk)
    assert row.reach == cast.school_class.path
    assert sees(cast, "pupil", row) and not sees(cast, "colleague", row)


def test_reviewers_work_at_their_place_and_never_on_their_own(cast):
    row = cast.draft("affairs")
    submit(acting=cast.viewer("affairs"), resource=row)
    assert not queue(cast.viewer("affairs")).exists()
    with pytest.raises(NotPossible):
        admit(acting=cast.viewer("affairs"), review=waiting(row), answers=YES)
    with pytest.raises(PermissionDenied):
        admit(acting=cast.viewer("stranger"), review=waiting(row), answers=YES)
    assert not queue(cast.viewer("officer")).exists(), "a county doesn't do its schools' work"


def test_reviewers_of_a_subject_see_that_subject(cast):
    assign_reviewer(acting=SYSTEM, person=cast.people["colleague"], organisation=cast.school, subject="语文")
    maths, chinese = cast.draft(), cast.draft(subject="语文")
    for row in (maths, chinese):
        submit(acting=cast.viewer("author"), resource=row)
    assert [review.resource_id for review in queue(cast.viewer("colleague"))] == [chinese.pk]
    assert queue(cast.viewer("affairs")).count() == 2
    release_reviewer(acting=SYSTEM, reviewer=Reviewer.objects.get())
    assert not Appointment.objects.filter(role="resource_reviewer", valid_until=None).exists()


def test_returned_with_reasons_and_handed_in_again(cast):
    author, row = cast.viewer("author"), cast.draft()
    submit(acting=author, resource=row)
    with pytest.raises(NotPossible):
        give_back(acting=cast.viewer("affairs"), review=waiting(row), remarks={"title": " "}, answers={})
    with pytest.raises(NotPossible):
        admit(acting=cast.viewer("affairs"), review=waiting(row), answers={"correct": True})
    give_back(acting=cast.viewer("affairs"), review=waiting(row), remarks={"title": "太短"}, answers={})
    row.refresh_from_db()
    assert row.status == "returned" and Review.objects.get().remarks == {"title": "太短"}
    rewrite(acting=author, resource=row, facts={"title": "一元一次方程的解法"}, files=None)
    submit(acting=author, resource=row)
    admit(acting=cast.viewer("affairs"), review=waiting(row), answers=YES)
    assert Resource.objects.get().title == "一元一次方程的解法"


def test_handing_in_twice_taking_back_and_what_is_missing(cast):
    author, row = cast.viewer("author"), cast.draft()
    submit(acting=author, resource=row)
    with pytest.raises(NotPossible):
        submit(acting=author, resource=row)
    with pytest.raises(NotPossible):
        rewrite(acting=author, resource=row, facts={}, files=None)
    take_back(acting=author, resource=row)
    assert not queue(cast.viewer("affairs")).exists()
    for facts in ({"subject": ""}, {"audience": "private"}):
        rewrite(acting=author, resource=row, facts=facts, files=None)
        with pytest.raises(NotPossible):
            submit(acting=author, resource=row)


def test_a_new_version_replaces_the_admitted_one_only_when_admitted(cast):
    author, row = cast.viewer("author"), cast.admitted()
    rewrite(acting=author, resource=row, facts={"title": "新的题目"}, files=[cast.file("新.pptx")], note="改题目")
    row.refresh_from_db()
    assert row.title == "一元一次方程 课件"
    submit(acting=author, resource=row)
    admit(acting=cast.viewer("affairs"), review=waiting(row), answers=YES)
    row.refresh_from_db()
    assert (row.title, row.version) == ("新的题目", 2)
    assert [version.state for version in row.versions.order_by("number")] == ["replaced", "admitted"]
    assert find(cast.viewer("colleague"), Asked("新的题目")).rows == [row]


def test_withdrawing_and_bringing_back(cast):
    row = cast.admitted()
    with pytest.raises(PermissionDenied):
        withdraw(acting=cast.viewer("stranger"), resource=row, because="")
    withdraw(acting=cast.viewer("author"), resource=row, because="旧了")
    assert row.reach == NOWHERE and not sees(cast, "colleague", row)
    bring_back(acting=cast.viewer("author"), resource=row)
    assert sees(cast, "colleague", row)


def test_what_the_city_let_in_only_the_city_takes_out(cast):
    row = cast.admitted(audience="city")
    button = 'data-dialog-open="withdraw"'
    for name in ("affairs", "officer"):
        with pytest.raises(PermissionDenied):
            withdraw(acting=cast.viewer(name), resource=row, because="不合适")
        with pytest.raises(PermissionDenied):
            lock_resource(acting=cast.viewer(name), resource=row, lock="#1")
        assert button not in cast.client(name).get(f"/resources/{row.pk}/").content.decode()
        assert cast.client(name).post(f"/resources/{row.pk}/withdraw/").status_code == 403
    assert button in cast.client("bureau").get(f"/resources/{row.pk}/").content.decode()
    withdraw(acting=cast.viewer("bureau"), resource=row, because="不合适")
    with pytest.raises(PermissionDenied):
        bring_back(acting=cast.viewer("officer"), resource=row)
    bring_back(acting=cast.viewer("bureau"), resource=row)
    assert sees(cast, "stranger", row)


def test_what_only_the_school_let_in_those_above_take_out_too(cast):
    row = cast.admitted()
    withdraw(acting=cast.viewer("officer"), resource=row, because="不合适")
    assert not sees(cast, "colleague", row)
    told, author = f"您的资源已被移出资源库：{row.title}", cast.client("author")
    assert told in author.get("/notices/?show=unread").content.decode()
    before = author.get("/notices/").content.decode().count('class="tag info"')
    bring_back(acting=cast.viewer("officer"), resource=row)
    assert author.get("/notices/").content.decode().count('class="tag info"') == before - 1, "withdrawn with it"


def test_the_city_decides_complaints_about_what_it_let_in(cast):
    row = cast.admitted(audience="city")
    made = complain(acting=cast.viewer("stranger"), resource=row, reason="wrong", text="第三页算错了")
    assert cast.client("officer").get(f"/resources/complaints/{made.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        uphold_complaint(acting=cast.viewer("officer"), complaint=made, answer="")
    uphold_complaint(acting=cast.viewer("bureau"), complaint=made, answer="")
    row.refresh_from_db()
    assert row.status == "withdrawn"


def test_a_complaint_is_decided_where_the_resource_was_let_in_since(cast):
    row = cast.admitted(audience="city")
    made = complain(acting=cast.viewer("stranger"), resource=row, reason="wrong", text="第三页算错了")
    made.path = row.path  # as it was when only the school had let it in
    made.save()
    address, reject = f"/resources/complaints/{made.pk}/", f"/resources/complaints/{made.pk}/reject/"
    assert reject not in cast.client("officer").get(address).content.decode()
    assert cast.client("officer").post(reject).status_code == 403
    assert reject in cast.client("bureau").get(address).content.decode()


def test_expiry(cast):
    today = timezone.localdate()
    row = cast.admitted(expires_on=today.isoformat())
    assert expire_old() == 0 and sees(cast, "colleague", row)
    Resource.objects.filter(pk=row.pk).update(expires_on=today - timedelta(days=1))
    assert expire_old() == 1
    row.refresh_from_db()
    assert row.status == "expired" and not sees(cast, "colleague", row)


def test_complaints(cast):
    row = cast.admitted()
    made = complain(acting=cast.viewer("colleague"), resource=row, reason="wrong", text="第三页算错了")
    with pytest.raises(NotPossible):
        complain(acting=cast.viewer("colleague"), resource=row, reason="wrong", text="又一次")
    with pytest.raises(PermissionDenied):
        uphold_complaint(acting=cast.viewer("stranger"), complaint=made, answer="")
    uphold_complaint(acting=cast.viewer("affairs"), complaint=made, answer="谢谢")
    row.refresh_from_db()
    assert row.status == "withdrawn" and not sees(cast, "colleague", row)
    page = cast.client("colleague").get("/notices/").content.decode()
    assert f"您的投诉成立：{row.title}" in page, "whoever complained is told"
    assert "投诉" not in cast.client("affairs").get("/notices/").content.decode()


def test_drafts_are_thrown_away_and_brought_back(cast):
    author, row = cast.viewer("author"), cast.draft()
    remove(acting=author, resource=row)
    assert not Resource.objects.exists()
    restore(acting=author, pk=row.pk)
    assert Resource.objects.exists()
    with pytest.raises(NotPossible):
        remove(acting=author, resource=cast.admitted())


def test_tagging_several(cast):
    rows = [cast.draft(), cast.draft(), cast.draft("colleague")]
    submit(acting=cast.viewer("author"), resource=rows[1])
    assert tag(acting=cast.viewer("author"), resources=rows[:2], facts={"subject": "物理"}) == 1
    assert Resource.objects.get(pk=rows[0].pk).subject == "物理"
    with pytest.raises(NotPossible):
        tag(acting=cast.viewer("author"), resources=rows[2:], facts={"subject": "物理"})


def submitted(cast, **facts: object) -> Resource:
    row = cast.draft(**facts)
    submit(acting=cast.viewer("author"), resource=row)
    return row


def stands(row: Resource) -> tuple:
    """Everything of a resource that a review may change."""
    row.refresh_from_db()
    versions = tuple(row.versions.order_by("number").values_list("number", "state", "admitted_at"))
    facts = (row.title, row.version, row.level, row.status, row.reach, row.admitted_at, tuple(row.points.all()))
    reviews = tuple(row.reviews.filter(state="waiting").values_list("level", flat=True))
    return (*facts, versions, reviews)


def test_an_admission_is_taken_back(cast):
    row = submitted(cast)
    review, before = waiting(row), stands(row)
    note = Before.of(review)
    admit(acting=cast.viewer("affairs"), review=review, answers=YES)
    assert sees(cast, "colleague", row)
    with pytest.raises(NotPossible):
        reconsider(acting=cast.viewer("officer"), before=note)
    reconsider(acting=cast.viewer("affairs"), before=note)
    assert stands(row) == before and not sees(cast, "colleague", row)
    assert waiting(row).answers == YES, "what was ticked is still ticked"
    with pytest.raises(NotPossible):
        reconsider(acting=cast.viewer("affairs"), before=note)
    admit(acting=cast.viewer("affairs"), review=waiting(row), answers=YES)
    assert sees(cast, "colleague", row)


def test_the_admission_of_a_new_version_is_taken_back_to_the_old_one(cast):
    row = cast.admitted(title="Old")
    rewrite(acting=cast.viewer("author"), resource=row, facts={"title": "New"}, files=None)
    submit(acting=cast.viewer("author"), resource=row)
    review, before = waiting(row), stands(row)
    note = Before.of(review)
    admit(acting=cast.viewer("affairs"), review=review, answers=YES)
    row.refresh_from_db()
    assert row.title == "New"
    reconsider(acting=cast.viewer("affairs"), before=note)
    assert stands(row) == before and row.title == "Old" and sees(cast, "colleague", row)


def test_the_admission_of_a_higher_level_is_taken_back_to_the_lower_one(cast):
    row = submitted(cast, audience="county")
    first = waiting(row)
    below = Before.of(first)
    admit(acting=cast.viewer("affairs"), review=first, answers=YES)
    second, before = waiting(row), stands(row)
    note = Before.of(second)
    admit(acting=cast.viewer("officer"), review=second, answers=YES)
    with pytest.raises(NotPossible):
        reconsider(acting=cast.viewer("affairs"), before=below)
    reconsider(acting=cast.viewer("officer"), before=note)
    assert stands(row) == before and row.level == "school"


def test_a_return_is_taken_back_unless_the_author_went_on(cast):
    row = submitted(cast)
    review, before = waiting(row), stands(row)
    note = Before.of(review)
    give_back(acting=cast.viewer("affairs"), review=review, remarks={"title": "unclear"}, answers={})
    reconsider(acting=cast.viewer("affairs"), before=note)
    assert stands(row) == before and waiting(row).remarks == {"title": "unclear"}
    give_back(acting=cast.viewer("affairs"), review=waiting(row), remarks={"title": "unclear"}, answers={})
    rewrite(acting=cast.viewer("author"), resource=row, facts={"title": "Clear"}, files=None)
    with pytest.raises(NotPossible):
        reconsider(acting=cast.viewer("affairs"), before=note)
