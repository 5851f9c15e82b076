"""Pages of reviewing: the queue, a decision and its undo, who reviews."""

from __future__ import annotations

import re

from django.urls import reverse

from santong.domains.learning.resources.actions.reviewing import CHECKLIST, submit
from santong.domains.learning.resources.forms import CHECKS
from santong.domains.learning.resources.models import (
    Resource,
    Review,
    Reviewer,
)
from santong.domains.learning.resources.tests.asking import get, post


def test_reviewing_by_form(cast):
    for title in ("甲", "乙"):
        submit(acting=cast.viewer("author"), resource=cast.draft(title=title))
    first, second = Review.objects.order_by("pk")
    client = cast.client("affairs")
    assert "甲" in get(client, "reviews").content.decode()
    found = get(client, "reviews", q="乙", subject="数学", level="school").content.decode()
    assert "乙</a>" in found and "甲</a>" not in found
    assert get(client, "review-oldest")["Location"] == reverse("resources:review", args=[first.pk])
    assert get(cast.client("author"), "review-oldest").status_code == 403
    page = get(client, "review", first.pk).content.decode()
    assert not re.search(r"<kbd>\w</kbd></(a|button|span)>", page), "keys are not named on phones"
    assert "甲" in page and "简体中文" in page
    open_check = post(client, "review", first.pk, decision="admit", **{"check-correct": "1"})
    text = open_check.content.decode()
    assert open_check.status_code == 422 and open_check.context["unconfirmed"] == "fits"
    named = next(label for name, label in CHECKS if name == "fits")
    assert (
        open_check.context["problem"].startswith("还有未确认")
        and str(named) in open_check.context["problem"]
        and 'id="check-fits"' in text.split("autofocus")[0]
    )
    done = post(client, "review", first.pk, decision="return", **{"remark-title": "请写全"})
    assert done["Location"] == reverse("resources:review", args=[second.pk])
    assert "请写全" in get(cast.client("author"), "edit", first.resource_id).content.decode()
    checks = {f"check-{name}": "1" for name in ("correct", "fits", "rights", "quality", "opens")}
    post(client, "review", second.pk, decision="admit", **checks)
    assert Resource.objects.get(title="乙").status == "admitted"
    assert get(client, "review-oldest")["Location"] == reverse("resources:reviews")
    assert get(cast.client("colleague"), "reviews").status_code == 403
    assert get(cast.client("officer"), "review", second.pk).status_code == 404


def told(cast) -> int:
    """How many notices the author has that haven't been withdrawn."""
    return cast.client("author").get("/notices/").content.decode().count('class="tag info"')


def test_a_decision_is_undone_from_the_toast(cast):
    row = cast.draft()
    submit(acting=cast.viewer("author"), resource=row)
    review, client = Review.objects.get(state="waiting"), cast.client("affairs")
    checks = {f"check-{name}": "1" for name in CHECKLIST}
    for decision in ({"decision": "admit", **checks}, {"decision": "return", "remark-general": "再看看"}):
        post(client, "review", review.pk, **decision)
        assert told(cast) == 1
        page = client.get(reverse("resources:reviews")).content.decode()
        step = page.split("/kit/undo/")[1].split("/")[0]
        assert cast.client("officer").post(f"/kit/undo/{step}/").status_code == 302
        review.refresh_from_db()
        assert review.state != "waiting", "nobody else takes it back"
        client.post(f"/kit/undo/{step}/")
        review.refresh_from_db()
        assert review.state == "waiting"
        assert told(cast) == 0, "what the author was told is withdrawn with it"
    again = get(client, "review", review.pk)
    assert "再看看" in again.content.decode(), "what was written is kept"


def test_the_next_review_is_one_that_the_list_was_narrowed_to(cast):
    for title in ("甲", "乙", "甲二"):
        submit(acting=cast.viewer("author"), resource=cast.draft(title=title))
    first, _other, last = Review.objects.order_by("pk")
    client, chosen = cast.client("affairs"), "?q=%E7%94%B2"
    there = reverse("resources:review", args=[first.pk]) + chosen
    assert f'href="{there}"' in get(client, "reviews", q="甲").content.decode()
    page = client.get(there)
    assert page.context["left"] == 2 and page.context["list_url"].endswith(f"/reviews/{chosen}")
    remark = {"decision": "return", "remark-title": "请写全"}
    following = reverse("resources:review", args=[last.pk]) + chosen
    assert client.post(there, remark)["Location"] == following
    assert client.post(following, remark)["Location"] == reverse("resources:reviews") + chosen


def test_choosing_reviewers(cast):
    client = cast.client("affairs")
    assert post(client, "reviewers-new", person="nobody").status_code == 422
    post(client, "reviewers-new", person="colleague", subject="数学")
    row = Reviewer.objects.get()
    assert get(cast.client("colleague"), "reviews").status_code == 200
    post(client, "reviewer-end", row.pk)
    assert not Reviewer.objects.exists()
    assert get(cast.client("colleague"), "reviews").status_code == 403


def test_the_menu_counts_seldom_what_waits_and_anew_after_ones_own_work(cast):
    client = cast.client("affairs")

    def badge() -> list[str]:
        return re.findall(r'class="count quiet">(\d+)<', client.get("/").content.decode())[:1]

    submit(acting=cast.viewer("author"), resource=cast.draft())
    assert badge() == ["1"]
    submit(acting=cast.viewer("author"), resource=cast.draft(title="又一份课件"))
    assert badge() == ["1"]
    post(client, "search-keep", name="方程", query="q=方程")
    assert badge() == ["2"]
