"""What is done with a resource: rating, commenting, complaining, collecting, showing in class."""

from __future__ import annotations

from santong.domains.learning.resources.actions.using import begin_collection, collect
from santong.domains.learning.resources.models import Collection, Complaint
from santong.domains.learning.resources.tests.asking import get, post
from santong.domains.platform.discussion.public import Comment, Rating


def test_authors_show_their_own_work_in_class(cast):
    row, client = cast.admitted(), cast.client("author")
    assert 'data-dialog-open="prepare"' in get(client, "resource", row.pk).content.decode()
    assert 'data-dialog-open="prepare"' not in get(client, "resource", cast.draft().pk).content.decode()
    post(client, "collect", row.pk, name="周一第三节")
    assert Collection.objects.get(name="周一第三节").items.get().resource == row


def test_rating_commenting_complaining(cast):
    row, client = cast.admitted(), cast.client("colleague")
    for stars in (5, 3):
        post(client, "stars", row.pk, stars=stars)
    row.refresh_from_db()
    assert (row.rating, Rating.objects.count()) == (3.0, 1)
    post(client, "comment", row.pk, kind="correction", text="第二页有错字")
    assert "第二页有错字" in get(cast.client("author"), "resource", row.pk).content.decode()
    assert "第二页有错字" not in get(cast.client("pupil"), "resource", row.pk).content.decode()
    post(cast.client("author"), "uncomment", row.pk, Comment.objects.get().pk, settle="1")
    assert Comment.objects.get().is_settled
    post(client, "complain", row.pk, reason="wrong", text="有错")
    made = Complaint.objects.get()
    assert get(client, "complaint", made.pk).status_code == 200
    assert post(client, "complaints-uphold", made.pk).status_code == 403
    assert get(cast.client("stranger"), "complaint", made.pk).status_code == 404
    affairs = cast.client("affairs")
    assert "有错" in get(affairs, "complaint", made.pk).content.decode()
    post(affairs, "complaints-reject", made.pk, answer="已核对")
    assert Complaint.objects.get().state == "rejected"


def test_favourites_and_baskets(cast):
    first, second = cast.admitted(), cast.admitted(title="第二个")
    client = cast.client("colleague")
    post(client, "favourite", first.pk)
    assert first.title in get(client, "collection", Collection.objects.get().pk).content.decode()
    post(client, "collect", first.pk, name="周一的课")
    basket = Collection.objects.get(name="周一的课")
    post(client, "collect", second.pk, collection=basket.pk)
    post(client, "collection-order", basket.pk, resource=second.pk, move="up")
    assert list(basket.items.values_list("resource", flat=True)) == [second.pk, first.pk]
    assert get(cast.client("stranger"), "collection", basket.pk).status_code == 404
    post(client, "collection-order", basket.pk, resource=second.pk, move="out")
    assert basket.items.count() == 1
    post(client, "collection-discard", basket.pk)
    assert not Collection.objects.filter(pk=basket.pk).exists()


def test_what_left_the_library_is_not_shown_from_a_basket(cast):
    row = cast.admitted()
    viewer = cast.viewer("stranger")
    basket = begin_collection(acting=viewer, name="x")
    collect(acting=viewer, collection=basket, resource=row)
    page = get(cast.client("stranger"), "collection", basket.pk).content.decode()
    assert row.title not in page


def test_a_report_that_is_not_taken_stays_in_its_dialog(cast):
    row, client = cast.admitted(), cast.client("colleague")
    long = post(client, "complain", row.pk, reason="wrong", text="错" * 1001)
    page = long.content.decode()
    assert long.status_code == 422 and "错" * 1001 in page and 'id="complain_text_error"' in page
    assert "data-open" in page.partition('id="complain"')[2].partition(">")[0]
    post(client, "complain", row.pk, reason="wrong", text="有错")
    again = post(client, "complain", row.pk, reason="wrong", text="还有错")
    assert again.status_code == 422 and "还有错" in again.content.decode()
