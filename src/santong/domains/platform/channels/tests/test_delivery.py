"""From a notice to the mail server: once to each address, at the right time, and not when it was withdrawn."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone, translation

from santong.domains.platform.channels.jobs import tell_recipients
from santong.domains.platform.channels.kinds import Kind
from santong.domains.platform.channels.models import Channel, Delivery, Message, Times
from santong.domains.platform.channels.sending import adapter_of, claim, send_batch
from santong.domains.platform.channels.starting import go_on
from santong.domains.platform.channels.telling import announce, take_back_announced
from santong.domains.platform.channels.tests.conftest import due_now, send_all, states
from santong.domains.platform.identity.public import Person, SecurityEventKind, tell_holders
from santong.domains.platform.notices.actions import withdraw_notice
from santong.domains.platform.notices.answering import acknowledge
from santong.domains.platform.notices.public import ANSWER, take_back_told, tell
from santong.kit.access import SYSTEM
from santong.kit.jobs.models import Job
from santong.kit.jobs.testing import run_due

pytestmark = pytest.mark.django_db


def test_a_notice_reaches_the_addresses_of_its_people(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.awake("ann")
    notice = cast.asking()
    run_due()
    send_all()
    [letter] = mail.letters
    assert mail.recipients == ["ann@example.cn"]
    assert letter["Subject"] == "Influenza"
    assert f"/notices/of/{notice.pk}/" in letter.get_content()
    assert "Stay at home" not in mail.raw[0].decode(), "the text never leaves the product"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert states() == ["sent"]


def test_the_way_back_leads_to_the_reader_s_own_row(cast, mail):
    notice = cast.asking()
    answer = cast.client("ann").get(f"/notices/of/{notice.pk}/")
    assert answer["Location"] == f"/notices/{cast.received(notice, 'ann').pk}/"
    assert cast.client("principal").get(f"/notices/of/{notice.pk}/").status_code == 404


def test_without_a_channel_nothing_is_written(cast):
    cast.asking()
    assert not Message.objects.exists()


def test_told_again_is_told_once(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.awake("ann")
    with translation.override("en"):
        for _time in range(2):
            tell(cast.people["ann"], "Decided", address="/requests/1/", key="decided-1", kind=ANSWER)
    send_all()
    send_all()
    assert len(mail.letters) == 1
    assert "/requests/1/" in mail.letters[0].get_content()


def test_a_newcomer_s_job_run_twice_adds_nothing(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.asking()
    run_due()
    before = Delivery.objects.count()
    Job.objects.all().delete()
    tell_recipients.func(message=Message.objects.get().pk)
    assert Delivery.objects.count() == before == 1


def test_only_wished_kinds_are_sent(cast, mail):
    cast.email(mail)
    cast.address("ann", kinds=(Kind.ANSWERS,))
    cast.awake("ann")
    cast.asking()
    tell(cast.people["ann"], "Decided", key="decided", kind=ANSWER)
    run_due()
    send_all()
    assert [letter["Subject"] for letter in mail.letters] == ["Decided"]


def test_an_unconfirmed_address_gets_nothing(cast, mail):
    cast.email(mail)
    row = cast.address("ann")
    type(row).objects.filter(pk=row.pk).update(confirmed_at=None)
    cast.asking()
    run_due()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(("age", "number"), [(13, 0), (14, 1), (None, 0)])
def test_pupils_below_fourteen_are_told_in_the_product_alone(cast, mail, age, number):
    cast.email(mail)
    cast.address("child")
    today = timezone.localdate()
    born = None if age is None else date(today.year - age, today.month, min(today.day, 28))
    Person.objects.filter(pk=cast.people["child"].pk).update(birth_date=born)
    tell(cast.people["child"], "Decided", kind=ANSWER)
    assert Delivery.objects.count() == number


def test_withdrawn_before_it_was_sent_it_is_not_sent(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.awake("ann")
    notice = cast.asking()
    run_due()
    withdraw_notice(acting=cast.viewer("teacher"), notice=notice, reason="Wrong day")
    send_all()
    assert not mail.letters
    assert states() == ["needless"]


def test_what_was_told_and_taken_back_is_not_sent(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.awake("ann")
    tell(cast.people["ann"], "Decided", key="decided", kind=ANSWER)
    take_back_told("decided")
    announce([cast.people["ann"]], Kind.WAITING, "Waits", address="/waiting/", key="waits")
    take_back_announced("waits")
    send_all()
    assert not mail.letters


def test_who_has_acknowledged_in_the_product_is_not_told_again(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.awake("ann")
    notice = cast.asking()
    run_due()
    acknowledge(acting=cast.viewer("ann"), received=cast.received(notice, "ann"))
    send_all()
    assert states() == ["needless"]


def test_security_is_told_at_any_hour_and_names_nothing(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.awake("ann", quiet_from="00:01", quiet_until="00:00")
    tell_holders([cast.people["ann"]], SecurityEventKind.RESET, acting=SYSTEM)
    send_all()
    [letter] = mail.letters
    assert "密码" not in letter["Subject"]
    assert "/account/security/" in letter.get_content()


def test_in_a_quiet_time_it_waits_for_the_morning(cast, mail):
    cast.email(mail)
    cast.address("ann")
    local = timezone.localtime()
    begins, ends = (local - timedelta(hours=1)).time(), (local + timedelta(hours=2)).time()
    Times.objects.create(person=cast.people["ann"], quiet_from=begins, quiet_until=ends)
    tell(cast.people["ann"], "Decided", kind=ANSWER)
    row = Delivery.objects.get()
    assert abs(row.due_at - (local + timedelta(hours=2))) < timedelta(minutes=1, seconds=1)
    # Due, but meanwhile its reader sleeps: it is put off again and not sent.
    send_all()
    assert not mail.letters
    assert Delivery.objects.get().due_at > timezone.now() + timedelta(hours=1)


def test_important_notices_pass_the_quiet_time(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.awake("ann", quiet_from="00:01", quiet_until="00:00")
    cast.sent(is_important=True)
    run_due()
    send_all()
    assert mail.letters[0]["Importance"] == "high"


def test_no_more_than_the_minute_allows(cast, mail):
    cast.email(mail, per_minute=1)
    for name in ("ann", "bob"):
        cast.address(name)
    cast.awake("ann", "bob")
    cast.asking()
    run_due()
    send_all()
    assert len(mail.letters) == 1
    channel = Channel.objects.get(medium="email")
    assert channel.used == 1
    planned = Job.objects.filter(key__startswith="channels-send-email").order_by("pk").last()
    assert planned is not None
    Channel.objects.filter(pk=channel.pk).update(minute=timezone.now() - timedelta(minutes=2))
    send_all()
    assert len(mail.letters) == 2


def test_an_unknown_recipient_is_given_up_and_its_owner_reads_why(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.awake("ann")
    mail.refuse["ann@example.cn"] = "550 5.1.1 no such user"
    cast.asking()
    run_due()
    send_all()
    row = Delivery.objects.get()
    assert (row.state, row.problem) == ("given_up", "address")
    assert "no such user" in row.detail
    row.address.refresh_from_db()
    assert not row.address.is_used
    assert "对方不认识这个地址" in cast.client("ann").get("/account/channels/").content.decode()


def test_later_is_tried_again_with_growing_pauses(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.awake("ann")
    mail.refuse["ann@example.cn"] = "451 4.7.1 greylisted"
    cast.asking()
    run_due()
    send_all()
    row = Delivery.objects.get()
    assert (row.state, row.tries) == ("waiting", 1)
    first = row.due_at - timezone.now()
    send_all()
    row.refresh_from_db()
    assert row.due_at - timezone.now() > first * 2
    mail.refuse.clear()
    send_all()
    assert states() == ["sent"]


def test_after_a_day_it_is_given_up(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.awake("ann")
    cast.asking()
    run_due()
    Delivery.objects.update(until=timezone.now() - timedelta(seconds=1))
    send_all()
    row = Delivery.objects.get()
    assert (row.state, row.problem) == ("given_up", "too_late")
    assert not mail.letters


def test_a_server_that_is_away_stops_the_channel_and_loses_nothing(cast, mail):
    cast.email(mail, port="1")
    cast.address("ann")
    cast.awake("ann")
    cast.asking()
    run_due()
    send_all()
    channel = Channel.objects.get(medium="email")
    assert channel.state == "waits"
    assert channel.problem == "unreachable"
    assert states() == ["waiting"]
    assert Delivery.objects.get().tries == 0
    cast.email(mail)
    send_all()
    assert states() == ["sent"]
    assert Channel.objects.get(medium="email").troubles == 0


def test_paused_it_waits_and_goes_on_by_itself(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.awake("ann")
    cast.asking()
    run_due()
    Channel.objects.filter(medium="email").update(paused_at=timezone.now())
    send_all()
    assert not mail.letters
    Channel.objects.filter(medium="email").update(paused_at=None)
    Job.objects.filter(key__startswith="channels-send").delete()
    go_on("email")
    assert Job.objects.filter(key__startswith="channels-send-email").exists()


def test_two_workers_never_have_the_same_in_hand(cast, mail):
    cast.email(mail)
    for name in ("ann", "bob"):
        cast.address(name)
    cast.awake("ann", "bob")
    cast.asking()
    run_due()
    due_now()
    one = claim("email", "job-one")
    assert len(one.rows) == 2
    assert claim("email", "job-two") is None
    again = claim("email", "job-one")
    assert [row.pk for row in again.rows] == [row.pk for row in one.rows]
    assert Channel.objects.get(medium="email").used == 2, "what a job takes up again counts once"
    Delivery.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert len(claim("email", "job-two").rows) == 2


def test_an_answer_that_comes_after_the_lease_changes_nothing(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.awake("ann")
    cast.asking()
    run_due()
    due_now()
    batch = claim("email", "job-one")
    Delivery.objects.update(lease="job-two")
    assert send_batch(batch, adapter_of(batch.channel), "job-one") == 1
    assert states() == ["waiting"]


def test_readers_of_two_languages_get_their_own(cast, mail):
    cast.email(mail)
    cast.address("ann")
    cast.address("bob")
    cast.awake("ann", "bob")
    Person.objects.filter(pk=cast.people["bob"].pk).update(language="en")
    people = Person.objects.filter(pk__in=[cast.people["ann"].pk, cast.people["bob"].pk])
    tell_holders(people, SecurityEventKind.RESET, acting=SYSTEM)
    send_all()
    subjects = dict(zip(mail.recipients, [letter["Subject"] for letter in mail.letters], strict=True))
    assert subjects["bob@example.cn"].startswith("Others did something")
    assert subjects["ann@example.cn"].strip().startswith("有人")


def test_a_reminder_goes_out_in_working_hours_alone(cast, mail, monkeypatch):
    from santong.domains.platform.channels import times
    from santong.domains.platform.notices.jobs import remind

    cast.email(mail)
    cast.address("ann")
    cast.awake("ann")
    notice = cast.asking()
    run_due()
    Message.objects.all().delete()
    days = lambda place, first, last: [first + timedelta(days=n) for n in range(3)]  # noqa: E731
    monkeypatch.setattr(times, "school_days", days)
    remind(notice)
    run_due()
    row = Delivery.objects.get()
    local = timezone.localtime(row.due_at)
    assert row.message.working_at == notice.path
    assert time(8) <= local.time() < time(18)


def test_working_hours_begin_at_eight_of_the_next_school_day(monkeypatch):
    from santong.domains.platform.channels import times

    zone = timezone.get_current_timezone()
    friday = datetime(2026, 11, 27, 19, 0, tzinfo=zone)
    monday = date(2026, 11, 30)
    monkeypatch.setattr(times, "school_days", lambda place, first, last: [friday.date(), monday])
    assert times.in_working_hours("0001", friday) == datetime(2026, 11, 30, 8, 0, tzinfo=zone)
    at_work = datetime(2026, 11, 27, 10, 30, tzinfo=zone)
    assert times.in_working_hours("0001", at_work) == at_work


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        (("21:30", "07:00"), "22:00", "next 07:00"),
        (("21:30", "07:00"), "06:59", "07:00"),
        (("21:30", "07:00"), "07:00", "07:00"),
        (("12:00", "14:00"), "13:00", "14:00"),
        (("12:00", "14:00"), "14:00", "14:00"),
        (("00:00", "00:00"), "03:00", "03:00"),
    ],
)
def test_quiet_times(quiet, at, until):
    from santong.domains.platform.channels.times import after_quiet

    zone = timezone.get_current_timezone()
    begins, ends = (time.fromisoformat(each) for each in quiet)
    day = date(2026, 11, 27) + timedelta(days=until.startswith("next"))
    wanted = datetime.combine(day, time.fromisoformat(until.split()[-1]), zone)
    moment = datetime.combine(date(2026, 11, 27), time.fromisoformat(at), zone)
    assert after_quiet(Times(quiet_from=begins, quiet_until=ends), moment) == wanted
