"""The ledger always balances, is never changed, and nobody spends what they don't have."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum

from santong.domains.learning.resources.actions.reconsidering import Before, reconsider
from santong.domains.learning.resources.actions.reviewing import CHECKLIST, admit, submit
from santong.domains.learning.resources.models import Review
from santong.domains.learning.resources.public import Resource, ResourceViewed
from santong.domains.learning.resources.tests.test_keys import openings
from santong.domains.learning.sourcing.actions.earning import reward_use
from santong.domains.learning.sourcing.actions.exchanging import obtain, set_price
from santong.domains.learning.sourcing.actions.ledger import Unbalanced, account_of, post, reverse
from santong.domains.learning.sourcing.actions.merging import join_accounts, part_accounts
from santong.domains.learning.sourcing.models import Account, Entry, Price, Transaction
from santong.domains.learning.sourcing.queries.points import drifted, unbalanced
from santong.domains.platform.access.testing import signed_in, somebody
from santong.domains.platform.duplicates.public import Merging
from santong.kit.events import emit
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db


def give(holder, points: int) -> Account:
    account = account_of(holder)
    post(kind="transfer", lines={account: points, account_of(None): -points}, path=account.path)
    return account_of(holder)


def balance(holder) -> int:
    return account_of(holder).balance


def is_in_order() -> bool:
    total = Account.objects.aggregate(total=Sum("balance"))["total"]
    return not unbalanced() and not drifted() and not total


def test_admission_brings_points_once(cast):
    row = cast.admitted(audience="county")
    author, school = cast.people["author"], cast.school
    assert (balance(author), balance(school)) == (7, 4)
    assert [each.key for each in Transaction.objects.order_by("pk")] == [
        f"admitted-school:{row.pk}",
        f"admitted-county:{row.pk}",
    ]
    assert is_in_order()


def test_an_admission_taken_back_takes_its_points_and_brings_them_once_more(cast):
    row = cast.draft()
    submit(acting=cast.viewer("author"), resource=row)
    author = cast.people["author"]
    for _time in range(2):
        review = Review.objects.get(state="waiting")
        note = Before.of(review)
        before = balance(author)
        admit(acting=cast.viewer("affairs"), review=review, answers=dict.fromkeys(CHECKLIST, True))
        assert balance(author) > before
        reconsider(acting=cast.viewer("affairs"), before=note)
        assert balance(author) == before and is_in_order()


def test_use_by_another_school_brings_points_once_a_school(cast, django_capture_on_commit_callbacks):
    row = cast.admitted(audience="county")
    before = balance(cast.people["author"])
    for name in ("stranger", "stranger", "colleague", "officer"):
        with django_capture_on_commit_callbacks(execute=True):
            emit(ResourceViewed(row.pk, cast.people[name].pk, row.title))
    assert balance(cast.people["author"]) == before + 1
    reward_use(resource_id=0, person_id=cast.people["stranger"].pk)
    assert is_in_order()


def test_a_transaction_balances_or_isnt_written(cast):
    author, issue = account_of(cast.people["author"]), account_of(None)
    for lines in ({author: 5}, {author: 5, issue: -4}, {}, {author: 0}):
        with pytest.raises(Unbalanced):
            post(kind="transfer", lines=lines, path="")
    with pytest.raises(NotPossible):
        post(kind="transfer", lines={author: -1, issue: 1}, path="")
    assert not Transaction.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=author.pk).update_quietly(balance=-1)


def test_entries_are_never_changed(cast):
    give(cast.people["author"], 5)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update_quietly(amount=9)
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError):
            write_half(Transaction.objects.get(), account_of(cast.other))


def write_half(row: Transaction, account: Account) -> None:
    """Past the ledger: an entry without its counterpart."""
    with transaction.atomic():
        Entry.objects.create(transaction=row, account=account, amount=3, after=3)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_costs_points_is_open_to_those_who_paid(cast):
    row = cast.admitted(audience="county")
    price = set_price(acting=cast.viewer("author"), resource=row, points=3)
    row.refresh_from_db()
    assert openings(cast, "stranger", row) == set()
    assert "page" in openings(cast, "colleague", row)  # of the author's school
    stranger = cast.client("stranger")
    assert row.title in stranger.get("/exchange/").content.decode()
    page = stranger.post(f"/exchange/{price.pk}/obtain/", follow=True)
    assert "0" in page.content.decode() and openings(cast, "stranger", row) == set()
    give(cast.people["stranger"], 4)
    earned = balance(cast.people["author"])
    assert stranger.post(f"/exchange/{price.pk}/obtain/")["Location"] == f"/resources/{row.pk}/"
    assert {"page", "search", "file", "player", "download"} <= openings(cast, "stranger", row)
    assert (balance(cast.people["stranger"]), balance(cast.people["author"])) == (1, earned + 3)
    with pytest.raises(NotPossible):
        obtain(acting=cast.viewer("stranger"), price=price)
    assert is_in_order()


def test_a_school_obtains_for_everybody_there(cast):
    row = cast.admitted(audience="county")
    price = set_price(acting=cast.viewer("author"), resource=row, points=3)
    principal = signed_in("principal", cast.other, "principal2")
    give(cast.other, 3)
    assert cast.client("stranger").post(f"/exchange/{price.pk}/obtain/", {"place": cast.other.pk}).status_code == 404
    principal.post(f"/exchange/{price.pk}/obtain/", {"place": cast.other.pk})
    assert balance(cast.other) == 0 and "page" in openings(cast, "stranger", row)


def test_only_an_author_sets_a_price_on_their_own_work(cast):
    row, bought = cast.admitted(audience="county"), cast.admitted(licence="bought")
    for name, resource in (("colleague", row), ("affairs", row), ("author", bought), ("author", cast.draft())):
        with pytest.raises(NotPossible):
            set_price(acting=cast.viewer(name), resource=resource, points=2)
    assert cast.client("colleague").post(f"/resources/{row.pk}/price/", {"points": 1}).status_code == 404
    author = cast.client("author")
    assert author.post(f"/resources/{row.pk}/price/", {"points": 5000}).status_code == 422
    author.post(f"/resources/{row.pk}/price/", {"points": 4})
    assert Price.objects.get().reach == cast.county.path
    author.post(f"/resources/{row.pk}/price/", {"points": 0})
    assert not Price.objects.exists() and Resource.objects.get(pk=row.pk).reach == cast.county.path


def test_a_correction_is_a_reverse_entry(cast):
    row = cast.admitted(audience="county")
    price = set_price(acting=cast.viewer("author"), resource=row, points=3)
    give(cast.people["stranger"], 3)
    made = obtain(acting=cast.viewer("stranger"), price=price)
    bureau = cast.client("bureau")
    assert bureau.get(f"/ledger/{made.pk}/").status_code == 200
    bureau.post(f"/ledger/{made.pk}/correct/", {"reason": ""})
    assert not Transaction.objects.filter(reverses=made).exists()
    bureau.post(f"/ledger/{made.pk}/correct/", {"reason": "误购"})
    assert Transaction.objects.get(reverses=made).memo == "误购"
    assert balance(cast.people["stranger"]) == 3 and openings(cast, "stranger", row) == set()
    for again in (made, Transaction.objects.get(reverses=made)):
        with pytest.raises(NotPossible):
            reverse(acting=cast.viewer("bureau"), row=again, because="x")
    ledger = bureau.get("/ledger/", headers={"accept-language": "en"}).content.decode()
    assert "books balance" in ledger and "variant" not in ledger
    assert is_in_order()


def test_a_statement_is_ones_own(cast):
    cast.admitted()
    author, stranger = cast.client("author"), cast.client("stranger")
    assert len(author.get("/points/").context["rows"]) == 1
    assert len(cast.client("affairs").get("/points/?whose=place").context["rows"]) == 1
    assert len(stranger.get("/points/").context["rows"]) == 0
    answer = author.get("/points/export/?format=csv&way=in")
    assert "+2" in (text := b"".join(answer.streaming_content).decode("utf-8-sig")) or ",2," in text
    for name in ("stranger", "affairs", "officer"):
        assert cast.client(name).get("/ledger/").status_code == 403
    assert cast.client("pupil").get("/points/").status_code == 403
    with pytest.raises(PermissionDenied):
        reverse(acting=cast.viewer("affairs"), row=Transaction.objects.get(), because="x")


def test_the_bureau_changes_the_rules(cast):
    bureau, teacher = cast.client("bureau"), cast.client("author")
    page = teacher.get("/points/rules/")
    assert page.status_code == 200 and "form" not in page.context
    data = {f"{at.name}-{whose}": 0 for at, _p, _s in page.context["lines"] for whose in ("person", "school")}
    data["admitted-school-person"] = 9
    assert teacher.post("/points/rules/", data).status_code == 403
    assert bureau.post("/points/rules/", {**data, "used-person": "x"}).status_code == 422
    assert bureau.post("/points/rules/", data).status_code == 302
    cast.admitted()
    assert (balance(cast.people["author"]), balance(cast.school)) == (9, 0)


def test_points_follow_people_who_were_entered_twice(cast):
    double = somebody("subject_teacher", cast.school, "double")
    give(double, 6)
    receipt = join_accounts(Merging(cast.people["author"], double))
    assert (balance(cast.people["author"]), balance(double)) == (6, 0)
    part_accounts(receipt)
    assert (balance(cast.people["author"]), balance(double)) == (0, 6)
    assert join_accounts(Merging(double, cast.people["author"])) == {} and is_in_order()


@pytest.mark.django_db(transaction=True)
def test_nobody_spends_twice_at_once(cast):
    """Five resources of three points each, bought at the same moment by somebody with seven."""
    prices = [
        set_price(acting=cast.viewer("author"), resource=cast.admitted(title=f"课件{n}", audience="county"), points=3)
        for n in range(5)
    ]
    give(cast.people["stranger"], 7)
    stranger, start, failed = cast.viewer("stranger"), Barrier(5), []

    def buy(price: Price) -> None:
        start.wait()
        try:
            obtain(acting=stranger, price=price)
        except NotPossible:
            failed.append(price)
        finally:
            connection.close()

    threads = [Thread(target=buy, args=(price,)) for price in prices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(failed), balance(cast.people["stranger"])) == (3, 1)
    assert Transaction.objects.filter(kind="exchange").count() == 2 and is_in_order()
