"""Pages: one's own addresses and wishes, and the channels that the region sets up."""

from __future__ import annotations

import json
import re
from datetime import time

import pytest
from django.test import Client

from santong.domains.platform.access.testing import CityPagesContract, Region
from santong.domains.platform.channels.kinds import Kind
from santong.domains.platform.channels.models import Address, Channel, Times, Wish
from santong.domains.platform.channels.tests.test_push import browser
from santong.domains.platform.channels.views import ChannelPages
from santong.kit.jobs.testing import run_due
from santong.kit.models import AuditEntry, UndoStep

pytestmark = pytest.mark.django_db
OWN = "/account/channels/"
CODE = re.compile(r"\b\d{6}\b")


class TestChannelPages(CityPagesContract):
    pages = ChannelPages
    keeper, reader = "region_administrator", "auditor"

    @classmethod
    def make(cls, region: Region, number: int) -> Channel:
        return Channel.objects.get(medium=("email", "push", "sms", "wecom", "feishu")[number])

    def changed(self) -> dict[str, str]:
        return {"host": "smtp.example.cn", "sender": "notices@example.cn"}


@pytest.fixture
def quick(cast, mail):
    """Ann, whose region has e-mail."""
    cast.email(mail)
    return cast.client("ann")


def added(quick, cast, text="ann@example.cn") -> Address:
    quick.post(f"{OWN}new/email/", {"text": text})
    run_due()
    return Address.objects.get(person=cast.people["ann"])


def code_in(mail) -> str:
    found = CODE.search(mail.letters[-1].get_content() + str(mail.letters[-1]["Subject"]))
    assert found
    return found[0]


def test_strangers_are_sent_to_sign_in():
    for path in (OWN, f"{OWN}new/email/", "/channels/1/try/"):
        assert "/account/" in Client().get(path)["Location"]
    for path in (f"{OWN}browser/", f"{OWN}1/confirm/", f"{OWN}1/code/", f"{OWN}1/remove/"):
        assert Client().post(path).status_code == 302


def test_an_address_is_used_once_its_owner_has_typed_the_code(quick, cast, mail):
    row = added(quick, cast)
    assert not row.is_used
    assert "确认" in quick.get(OWN).content.decode()
    assert quick.post(f"{OWN}{row.pk}/confirm/", {"code": "000000x"}).status_code == 302
    row.refresh_from_db()
    assert not row.is_used
    quick.post(f"{OWN}{row.pk}/confirm/", {"code": f" {code_in(mail)} "})
    row.refresh_from_db()
    assert row.is_used
    assert set(Wish.objects.filter(address=row).values_list("kind", flat=True)) == set(Kind.values)
    page = quick.get(OWN).content.decode()
    assert "an***@example.cn" in page
    assert "ann@example.cn" not in page


def test_the_code_stands_in_no_row(quick, cast, mail):
    added(quick, cast)
    code = code_in(mail)
    for entry in AuditEntry.objects.all():
        assert code not in json.dumps(entry.changes)
    from santong.kit.jobs.models import Job

    assert not any(code in json.dumps(job.result.args_kwargs) for job in Job.objects.select_related("result"))


def test_wrong_codes_are_counted(quick, cast, mail):
    row = added(quick, cast)
    for _try in range(5):
        quick.post(f"{OWN}{row.pk}/confirm/", {"code": "x"})
    quick.post(f"{OWN}{row.pk}/confirm/", {"code": code_in(mail)})
    row.refresh_from_db()
    assert not row.is_used


def test_nobody_has_codes_sent_without_end(quick, cast, mail):
    row = added(quick, cast)
    for _try in range(6):
        quick.post(f"{OWN}{row.pk}/code/")
        run_due()
    assert len(mail.letters) == 3


def test_what_is_typed_wrong_stays_with_a_word(quick):
    answer = quick.post(f"{OWN}new/email/", {"text": "no address"})
    assert answer.status_code == 422
    assert "no address" in answer.content.decode()
    assert quick.get(f"{OWN}new/wecom/").status_code == 404, "ids come by an import"
    assert quick.post(f"{OWN}new/sms/", {"text": "13812345678"}).status_code == 422, "the channel is off"


def test_pupils_below_fourteen_have_no_addresses(cast, mail):
    cast.email(mail)
    client = cast.client("child")
    assert "14" in client.get(OWN).content.decode()
    assert client.post(f"{OWN}new/email/", {"text": "child@example.cn"}).status_code == 422
    assert not Address.objects.exists()


def test_others_addresses_are_not_mine(cast, mail):
    cast.email(mail)
    row = cast.address("ann")
    intruder = cast.client("bob")
    for what in ("confirm", "code", "remove"):
        assert intruder.post(f"{OWN}{row.pk}/{what}/", {"code": "1"}).status_code == 404
    assert Address.objects.filter(pk=row.pk).exists()


def test_wishes_and_times_are_kept(quick, cast):
    row = cast.address("ann")
    data = {
        f"at-{row.pk}": ["security", "receipts"], "quiet_from": "20:00", "quiet_until": "08:30", "digest_at": "17:15",
    }  # fmt: skip
    assert quick.post(OWN, data).status_code == 302
    assert set(Wish.objects.values_list("kind", flat=True)) == {"security", "receipts"}
    times = Times.objects.get(person=cast.people["ann"])
    assert (times.quiet_from, times.quiet_until, times.digest_at) == (time(20), time(8, 30), time(17, 15))
    quick.post(OWN, {**data, f"at-{row.pk}": [], "at_once": "on"})
    times.refresh_from_db()
    assert times.digest_at is None
    assert not Wish.objects.exists()
    answer = quick.post(OWN, {**data, "quiet_from": "25:99", "digest_at": ""})
    assert answer.status_code == 422
    assert "25:99" in answer.content.decode()


def test_removed_it_comes_back_with_undo(quick, cast):
    row = cast.address("ann", kinds=(Kind.SECURITY,))
    quick.post(f"{OWN}{row.pk}/remove/")
    assert not Address.objects.exists()
    quick.post(f"/kit/undo/{UndoStep.objects.get().pk}/")
    back = Address.objects.get()
    assert back.is_used
    assert back.text == "ann@example.cn"
    assert list(Wish.objects.values_list("kind", flat=True)) == ["security"]


def test_a_browser_is_added_with_its_subscription(cast):
    cast.channel("push", contact="it@example.cn")
    client = cast.client("ann")
    page = client.get(OWN).content.decode()
    assert re.search(r'data-key="[\w-]{87}"', page)
    _key, subscription = browser("https://push.example.com/s/1")
    client.post(f"{OWN}browser/", {"subscription": subscription.as_text()}, headers={"User-Agent": "Firefox Windows"})
    row = Address.objects.get()
    assert row.is_used
    assert row.label
    assert "push.example.com" not in client.get(OWN).content.decode()


@pytest.mark.parametrize(
    "endpoint", ["http://push.example.com/s", "https://10.0.0.7/s", "https://[::ffff:a00:7]/s", ""]
)
def test_a_browser_can_t_make_the_server_ask_inner_networks(cast, endpoint):
    cast.channel("push", contact="it@example.cn")
    _key, subscription = browser(endpoint)
    cast.client("ann").post(f"{OWN}browser/", {"subscription": subscription.as_text()})
    cast.client("ann").post(f"{OWN}browser/", {"subscription": "{}"})
    assert not Address.objects.exists()


def test_the_pages_worker_shows_messages(cast):
    cast.channel("push", contact="it@example.cn")
    page = cast.client("ann").get(OWN).content.decode()
    assert 'data-worker="/service-worker.js"' in page
    assert b"showNotification" in cast.client("ann").get("/service-worker.js").content


def test_secrets_are_sealed_and_never_shown(cast):
    client = cast.client("keeper")
    row = Channel.objects.get(medium="wecom")
    data = {"address": "https://qyapi.weixin.qq.com", "corp": "ww1", "agent": "7", "secret": "very-s3cret",
            "per_minute": 100}  # fmt: skip
    assert client.post(f"/channels/{row.pk}/edit/", data).status_code == 302
    row.refresh_from_db()
    assert row.open_secrets() == {"secret": "very-s3cret"}
    assert "very-s3cret" not in row.secrets
    for page in (f"/channels/{row.pk}/", f"/channels/{row.pk}/edit/", "/channels/"):
        assert "very-s3cret" not in client.get(page).content.decode()
    assert not any("very-s3cret" in json.dumps(entry.changes) for entry in AuditEntry.objects.all())
    client.post(f"/channels/{row.pk}/edit/", {**data, "secret": "", "corp": "ww2"})
    row.refresh_from_db()
    assert row.open_secrets() == {"secret": "very-s3cret"}
    assert row.values["corp"] == "ww2"


@pytest.mark.parametrize(
    "address", ["http://qyapi.weixin.qq.com", "https://192.168.1.1", "ftp://x", "https://u:p@x.cn"]
)
def test_an_address_of_an_inner_network_is_refused(cast, address):
    row = Channel.objects.get(medium="wecom")
    data = {"address": address, "corp": "ww1", "agent": "7", "secret": "s", "per_minute": 100}
    answer = cast.client("keeper").post(f"/channels/{row.pk}/edit/", data)
    assert answer.status_code == 422
    assert address in answer.content.decode()


def test_a_channel_is_switched_on_once_it_is_complete(cast, mail):
    client, row = cast.client("keeper"), Channel.objects.get(medium="email")
    client.post(f"/channels/{row.pk}/switch-on/")
    row.refresh_from_db()
    assert not row.is_on
    cast.email(mail)
    Channel.objects.filter(pk=row.pk).update(is_on=False)
    for step, state in (("switch-on", "on"), ("pause", "paused"), ("resume", "on"), ("switch-off", "off")):
        client.post(f"/channels/{row.pk}/{step}/")
        row.refresh_from_db()
        assert row.state == state


def test_a_test_says_what_the_other_side_answered(cast, mail):
    row = cast.email(mail)
    client = cast.client("keeper")
    answer = client.post(f"/channels/{row.pk}/try/", {"text": "keeper@example.cn"}).content.decode()
    assert "对方已接收" in answer
    assert mail.recipients == ["keeper@example.cn"]
    mail.refuse["keeper@example.cn"] = "550 mailbox unavailable"
    answer = client.post(f"/channels/{row.pk}/try/", {"text": "keeper@example.cn"}).content.decode()
    assert "对方不认识这个地址" in answer
    assert "mailbox unavailable" in answer
    assert cast.client("principal").get(f"/channels/{row.pk}/try/").status_code == 404
