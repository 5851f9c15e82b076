"""What is told where it has its own place in the product: requests that wait, withdrawn ones, requests for help."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from santong.domains.platform.access.testing import somebody
from santong.domains.platform.accounts.helping import ask_help, reopen_help, settle_help
from santong.domains.platform.accounts.models import HelpRequest
from santong.domains.platform.channels.digests import collect_due
from santong.domains.platform.channels.kinds import Kind
from santong.domains.platform.channels.models import Delivery, Message, Times
from santong.domains.platform.channels.tests.conftest import send_all, states
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.models import Notice, Recipient
from santong.domains.platform.requests.actions import agree, withdraw
from santong.domains.platform.requests.models import Substitution
from santong.domains.platform.requests.tests.conftest import Office, kinds, viewer
from santong.kit.jobs.testing import run_due
from santong.kit.steps import BACK
from santong.kit.undo import keep_step, take_back

__all__ = ["kinds"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast, region, mail) -> Office:
    """The school at the lake, whose people are told by e-mail at any hour."""
    cast.email(mail)
    lake = region.lake
    names = {"asker": "subject_teacher", "head": "teaching_affairs", "colleague": "subject_teacher"}
    cast.people |= {name: somebody(role, lake, name) for name, role in names.items()}
    cast.people["officer"] = somebody("county_officer", region.east, "officer")
    for name in ("head", "principal", "colleague", "asker"):
        cast.address(name)
    cast.awake("head", "principal", "colleague", "asker")
    people = cast.people
    return Office(region, people["asker"], people["head"], people["principal"], people["officer"], people["colleague"])


def to(mail) -> list[tuple[str, str]]:
    return sorted((recipient, str(letter["Subject"]).strip()) for recipient, letter in
                  zip(mail.recipients, mail.letters, strict=True))  # fmt: skip


def test_whoever_has_to_decide_is_told_where_they_want_it(office, mail):
    row = office.ask(days=5)
    assert not Notice.objects.exists(), "in the product it is a to-do, and that alone"
    send_all()
    assert to(mail) == [("head@example.cn", "有申请等您办理：出行")]
    assert f"/requests/{row.pk}/" in mail.letters[0].get_content()
    assert "家访" not in mail.raw[0].decode()
    agree(acting=viewer(office.head), request=row)
    send_all()
    assert mail.recipients[-1] == "principal@example.cn"


def test_a_deputy_is_told_too(office, mail):
    today = timezone.localdate()
    Substitution.objects.create(absent=office.head, deputy=office.colleague, kinds=["trip"], since=today, until=today)
    office.ask()
    send_all()
    assert sorted(mail.recipients) == ["colleague@example.cn", "head@example.cn"]


def test_what_was_withdrawn_is_not_sent_any_more_and_told(office, mail):
    row = office.ask()
    taken = withdraw.take(viewer(office.teacher), row, {})
    notice = Notice.objects.get()
    assert "已撤回" in notice.title
    assert list(Recipient.objects.values_list("person", flat=True)) == [office.head.pk]
    send_all()
    assert [subject for _to, subject in to(mail)] == ["请您办理的申请已撤回：出行"]
    assert "needless" in states()
    step = keep_step(
        viewer(office.teacher), handler=BACK,
        payload={"step": withdraw.name, "rows": [{"id": row.pk, "before": taken.before, "after": taken.after,
                                                  "result": taken.result}]},
    )  # fmt: skip
    take_back(viewer(office.teacher), step.pk)
    notice.refresh_from_db()
    assert notice.state == "withdrawn"


def test_whoever_withdraws_their_own_is_not_told(office):
    row = office.ask(person=office.head)
    withdraw(acting=viewer(office.head), request=row)
    titles = set(Notice.objects.values_list("title", flat=True))
    assert not Recipient.objects.filter(person=office.head).exists(), titles


def test_who_may_help_is_told_once_and_no_more_when_it_is_settled(cast, mail):
    cast.email(mail)
    cast.address("teacher")
    cast.awake("teacher")
    person = cast.people["ann"]
    row = ask_help(person=person, reason="password")
    ask_help(person=person, reason="slip")
    notice = Notice.objects.get(key__startswith=f"help-{row.pk}")
    assert person.name not in notice.title
    assert notice.address == f"/accounts/{person.pk}/"
    told = set(Recipient.objects.filter(notice=notice).values_list("person__username", flat=True))
    assert told == {"teacher"}
    send_all()
    assert mail.recipients == ["teacher@example.cn"]
    settle_help(acting=cast.viewer("teacher"), person=person, state=HelpRequest.State.HELPED)
    notice.refresh_from_db()
    assert notice.state == "withdrawn"
    row.refresh_from_db()
    reopen_help(acting=cast.viewer("teacher"), request=row)
    assert Notice.objects.filter(key__startswith=f"help-{row.pk}", state="sent").count() == 1


# The digest


@pytest.fixture
def quiet_day(cast, mail):
    """Ann is told once a day, and it is time now."""
    cast.email(mail)
    cast.address("ann")
    cast.awake("ann", digest_at=timezone.localtime().time().replace(microsecond=0))
    return cast


def test_other_notices_come_together_once_a_day(quiet_day, mail):
    quiet_day.sent()
    quiet_day.sent()
    run_due()
    assert not Delivery.objects.exists()
    assert collect_due() == 1
    assert collect_due() == 0
    send_all()
    [letter] = mail.letters
    assert str(letter["Subject"]).strip() == "今天有 2 条新通知"
    assert "/notices/?show=unread" in letter.get_content()


def test_nothing_new_is_no_digest(quiet_day):
    assert collect_due() == 0
    assert Times.objects.get().digest_on == timezone.localdate()


def test_before_the_hour_nobody_is_told(quiet_day):
    later = (timezone.localtime() + timedelta(minutes=1)).time()
    if later < timezone.localtime().time():
        pytest.skip("it is midnight")
    quiet_day.sent()
    Times.objects.update(digest_at=later)
    assert collect_due() == 0


def test_at_once_for_those_who_want_it(quiet_day, mail):
    Times.objects.update(digest_at=None)
    quiet_day.sent()
    run_due()
    send_all()
    assert mail.letters[0]["Subject"] == "Influenza"
    assert collect_due() == 0


def test_a_number_names_nobody(quiet_day):
    quiet_day.sent()
    collect_due()
    message = Message.objects.get(kind=Kind.DIGEST, notice=None)
    assert all(person.name not in message.title for person in Person.objects.all())
