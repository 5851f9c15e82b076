"""Each adapter against a server that speaks the protocol: what is asked, and what the answers mean."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from santong.domains.platform.channels.adapters import ADAPTERS
from santong.domains.platform.channels.adapters.answers import DELIVERED, Answer, Given, Outcome, Parcel, Trouble
from santong.domains.platform.channels.tests.standins import Asked, MailServer, Web
from santong.lib.outgoing import Forbidden, Unreachable, ask, demand_allowed

LINK = "https://edu.example.cn/notices/of/1/"


def parcel(to: str, key: str = "k-1", **more: object) -> Parcel:
    return Parcel(key, "message-1", to, "期中家长会安排", LINK, **more)


def through(medium: str, web: Web, *parcels: Parcel, **values: str) -> dict[str, Answer]:
    """Send, and what was answered by recipient."""
    adapter = ADAPTERS[medium](Given({"address": web.url, "secret": "s3cret", **values}, loopback=True))
    return {sent.to: answer for said in adapter.send(parcels) for sent, answer in said}


def trouble(medium: str, web: Web, **values: str) -> tuple[str, str]:
    with pytest.raises(Trouble) as found:
        through(medium, web, parcel("zhang"), **values)
    return found.value.problem, found.value.detail


# E-mail


def mail_given(mail: MailServer, **values: str) -> Given:
    return Given(
        {"host": "localhost", "port": str(mail.port), "safety": "open", "sender": "n@example.cn", **values},
        loopback=True,
    )


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificate")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, cert


@pytest.fixture
def safe_mail(certificate) -> Iterator[MailServer]:
    key, cert = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with MailServer(tls_context=context, login=("notices", "s3cret")) as server:
        yield server


def test_mail_over_starttls_with_a_password(safe_mail, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    given = mail_given(safe_mail, safety="starttls", user="notices", password="s3cret")
    adapter = ADAPTERS["email"](given)
    [[(_parcel, answer)]] = adapter.send([parcel("ann@example.cn")])
    adapter.close()
    assert answer == DELIVERED
    assert safe_mail.was_safe == [True]


def test_mail_is_not_handed_to_a_server_without_a_good_certificate(safe_mail):
    given = mail_given(safe_mail, safety="starttls", user="notices", password="s3cret")
    with pytest.raises(Trouble, match="CERTIFICATE_VERIFY_FAILED"):
        list(ADAPTERS["email"](given).send([parcel("ann@example.cn")]))
    assert not safe_mail.letters


def test_a_wrong_password_is_said(safe_mail, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    given = mail_given(safe_mail, safety="starttls", user="notices", password="wrong")
    with pytest.raises(Trouble) as found:
        list(ADAPTERS["email"](given).send([parcel("ann@example.cn")]))
    assert found.value.problem == "key"


def test_mail_sent_again_has_the_same_id(mail):
    adapter = ADAPTERS["email"](mail_given(mail))
    list(adapter.send([parcel("ann@example.cn"), parcel("ann@example.cn")]))
    adapter.close()
    assert len({letter["Message-ID"] for letter in mail.letters}) == 1


def test_a_title_or_an_address_that_no_header_takes_stops_nothing(mail):
    adapter = ADAPTERS["email"](mail_given(mail))
    odd = Parcel("k-2", "m", "ann@example.cn\nBcc: x@example.cn", "T", LINK)
    said = list(adapter.send([odd, parcel("ann@example.cn")]))
    adapter.close()
    assert [answer.outcome for [(_parcel, answer)] in said] == [Outcome.NEVER, Outcome.DELIVERED]


def test_a_server_that_hangs_up_between_two_is_called_again(mail):
    adapter = ADAPTERS["email"](mail_given(mail))
    list(adapter.send([parcel("ann@example.cn")]))
    adapter._backend.connection.sock.close()
    list(adapter.send([parcel("bob@example.cn")]))
    adapter.close()
    assert mail.recipients == ["ann@example.cn", "bob@example.cn"]


# WeCom


class WeCom:
    """qyapi: tokens that expire, people who aren't there."""

    def __init__(self, code: int = 0, expire_after: int = 99) -> None:
        self.code, self.left, self.tokens = code, expire_after, 0

    def __call__(self, asked: Asked) -> tuple[int, dict, object]:
        if asked.path == "/cgi-bin/gettoken":
            if asked.query["corpsecret"] != "s3cret":
                return 200, {}, {"errcode": 40001, "errmsg": "invalid credential"}
            self.tokens += 1
            return 200, {}, {"errcode": 0, "errmsg": "ok", "access_token": f"t{self.tokens}", "expires_in": 7200}
        if asked.query["access_token"] != f"t{self.tokens}" or self.left <= 0:
            self.left = 99
            return 200, {}, {"errcode": 42001, "errmsg": "access_token expired"}
        self.left -= 1
        unknown = "|".join(user.lower() for user in asked.data["touser"].split("|") if user.startswith("No"))
        return 200, {}, {"errcode": self.code, "errmsg": "x", "invaliduser": unknown, "msgid": "1"}


CORP = {"corp": "ww1", "agent": "1000002"}


def test_wecom_takes_many_at_once_and_names_those_it_doesnt_know(web):
    web.answer = WeCom()
    people = [parcel(name, f"k-{name}") for name in ("zhang", "NoBody", "li")]
    answers = through("wecom", web, *people, **CORP)
    assert answers["zhang"] == answers["li"] == DELIVERED
    assert (answers["NoBody"].outcome, answers["NoBody"].problem) == (Outcome.NEVER, "address")
    [sent] = web.to("/cgi-bin/message/send")
    assert sent.data["touser"] == "zhang|NoBody|li"
    assert sent.data["agentid"] == 1000002
    assert sent.data["enable_duplicate_check"] == 1
    assert sent.data["textcard"]["title"] == "期中家长会安排"
    assert sent.data["textcard"]["url"] == LINK


def test_wecom_more_than_a_thousand_go_in_two_requests(web):
    web.answer = WeCom()
    through("wecom", web, *(parcel(f"u{n}", f"k{n}") for n in range(1001)), **CORP)
    assert [len(sent.data["touser"].split("|")) for sent in web.to("/cgi-bin/message/send")] == [1000, 1]
    assert len(web.to("/cgi-bin/gettoken")) == 1


def test_wecom_a_token_that_has_expired_is_asked_for_anew(web):
    web.answer = WeCom(expire_after=0)
    assert through("wecom", web, parcel("zhang"), **CORP) == {"zhang": DELIVERED}
    assert len(web.to("/cgi-bin/gettoken")) == 2


@pytest.mark.parametrize(
    ("code", "problem"), [(45009, "pace"), (45033, "pace"), (48002, "right"), (60020, "right"), (77777, "strange")]
)
def test_wecom_what_stops_the_channel(web, code, problem):
    web.answer = WeCom(code)
    assert trouble("wecom", web, **CORP)[0] == problem


def test_wecom_a_wrong_secret_is_said(web):
    web.answer = WeCom()
    assert trouble("wecom", web, **CORP, secret="wrong") == ("key", "40001 invalid credential")


@pytest.mark.parametrize(
    ("code", "outcome", "problem"),
    [(81013, Outcome.NEVER, "address"), (44004, Outcome.NEVER, "content"), (-1, Outcome.LATER, "busy")],
)
def test_wecom_what_concerns_the_message(web, code, outcome, problem):
    web.answer = WeCom(code)
    answer = through("wecom", web, parcel("zhang"), **CORP)["zhang"]
    assert (answer.outcome, answer.problem) == (outcome, problem)


# DingTalk


def dingtalk(code: int = 0, unknown: str = "-") -> object:
    def answer(asked: Asked) -> tuple[int, dict, object]:
        if asked.path == "/gettoken":
            assert asked.query == {"appkey": "ding1", "appsecret": "s3cret"}
            return 200, {}, {"errcode": 0, "errmsg": "ok", "access_token": "t1", "expires_in": 7200}
        assert asked.query["access_token"] == "t1"
        if unknown in asked.data["userid_list"].split(","):
            return 200, {}, {"errcode": 33012, "errmsg": "无效的USERID"}
        return 200, {}, {"errcode": code, "errmsg": "x", "task_id": 1}

    return answer


APP = {"app": "ding1", "agent": "12"}
SEND = "/topapi/message/corpconversation/asyncsend_v2"


def test_dingtalk_sends_a_card_to_a_hundred(web):
    web.answer = dingtalk()
    answers = through("dingtalk", web, *(parcel(f"u{n}", f"k{n}") for n in range(101)), **APP)
    assert set(answers.values()) == {DELIVERED}
    first, second = web.to(SEND)
    assert (len(first.data["userid_list"].split(",")), second.data["userid_list"]) == (100, "u100")
    card = first.data["msg"]["action_card"]
    assert (card["single_url"], card["markdown"]) == (LINK, "期中家长会安排")


def test_dingtalk_one_unknown_among_many_doesnt_keep_the_others(web):
    web.answer = dingtalk(unknown="ghost")
    answers = through("dingtalk", web, *(parcel(name, name) for name in ("zhang", "ghost", "li")), **APP)
    assert answers["zhang"] == answers["li"] == DELIVERED
    assert answers["ghost"].problem == "address"


def test_dingtalk_shows_a_title_letter_by_letter(web):
    web.answer = dingtalk()
    adapter = ADAPTERS["dingtalk"](Given({"address": web.url, "secret": "s3cret", **APP}, loopback=True))
    list(adapter.send([Parcel("k", "m", "zhang", "[点我](https://evil.example)", LINK)]))
    assert "[点我](" not in web.to(SEND)[0].data["msg"]["action_card"]["markdown"]


@pytest.mark.parametrize(("code", "problem"), [(90018, "pace"), (143104, "pace"), (60020, "right"), (5, "strange")])
def test_dingtalk_what_stops_the_channel(web, code, problem):
    web.answer = dingtalk(code)
    assert trouble("dingtalk", web, **APP)[0] == problem


# Feishu


def feishu(code: int = 0, status: int = 200) -> object:
    tokens: list[str] = []

    def answer(asked: Asked) -> tuple[int, dict, object]:
        if asked.path.endswith("/internal"):
            if asked.data != {"app_id": "cli_1", "app_secret": "s3cret"}:
                return 200, {}, {"code": 10014, "msg": "app secret invalid"}
            tokens.append(f"t-{len(tokens)}")
            return 200, {}, {"code": 0, "msg": "ok", "tenant_access_token": tokens[-1], "expire": 7200}
        assert asked.headers["authorization"] == f"Bearer {tokens[-1]}"
        if code == 99991663 and len(tokens) == 1:
            return 400, {}, {"code": code, "msg": "Invalid access token"}
        return status, {}, {"code": 0 if code == 99991663 else code, "msg": "x", "data": {}}

    return answer


FEISHU = {"app": "cli_1", "ids": "user_id"}
MESSAGES = "/open-apis/im/v1/messages"


def test_feishu_gets_a_post_with_a_key_of_its_own(web):
    web.answer = feishu()
    assert through("feishu", web, parcel("zhang", "k-7"), **FEISHU) == {"zhang": DELIVERED}
    [sent] = web.to(MESSAGES)
    assert sent.query == {"receive_id_type": "user_id"}
    assert (sent.data["receive_id"], sent.data["uuid"]) == ("zhang", "k-7")
    content = json.loads(sent.data["content"])["zh_cn"]
    assert content["title"] == "期中家长会安排"
    assert content["content"][0][0]["href"] == LINK


def test_feishu_a_token_that_has_expired_is_asked_for_anew(web):
    web.answer = feishu(99991663)
    assert through("feishu", web, parcel("zhang"), **FEISHU) == {"zhang": DELIVERED}


@pytest.mark.parametrize(
    ("code", "outcome", "problem"),
    [
        (99992351, Outcome.NEVER, "address"), (230013, Outcome.NEVER, "address"), (230053, Outcome.NEVER, "unwanted"),
        (230001, Outcome.NEVER, "content"), (1, Outcome.LATER, "strange"),
    ],
)  # fmt: skip
def test_feishu_what_concerns_the_message(web, code, outcome, problem):
    web.answer = feishu(code, 400)
    answer = through("feishu", web, parcel("zhang"), **FEISHU)["zhang"]
    assert (answer.outcome, answer.problem) == (outcome, problem)


def test_feishu_pace_and_secret(web):
    web.answer = feishu(99991400, 400)
    assert trouble("feishu", web, **FEISHU)[0] == "pace"
    assert trouble("feishu", web, **FEISHU, secret="wrong")[0] == "key"


# WeChat


def wechat(code: int = 0) -> object:
    def answer(asked: Asked) -> tuple[int, dict, object]:
        if asked.path == "/cgi-bin/stable_token":
            assert asked.data["grant_type"] == "client_credential"
            return 200, {}, {"access_token": "t", "expires_in": 7200}
        return 200, {}, {"errcode": code, "errmsg": "x", "msgid": 1}

    return answer


WECHAT = {"app": "wx1", "template": "T1", "field": "thing1"}


def test_wechat_gets_a_template_with_a_title_that_fits(web):
    web.answer = wechat()
    adapter = ADAPTERS["wechat"](Given({"address": web.url, "secret": "s3cret", **WECHAT}, loopback=True))
    list(adapter.send([Parcel("k-1", "m", "oA1", "关于做好冬季校园安全工作和期末各项工作的通知", LINK)]))
    [sent] = web.to("/cgi-bin/message/template/send")
    title = sent.data["data"]["thing1"]["value"]
    assert len(title) == 20
    assert title.endswith("…")
    assert (sent.data["touser"], sent.data["client_msg_id"], sent.data["url"]) == ("oA1", "k-1", LINK)


@pytest.mark.parametrize(
    ("code", "problem"), [(40003, "address"), (43004, "unwanted"), (40037, "content"), (-1, "busy")]
)
def test_wechat_what_concerns_the_message(web, code, problem):
    web.answer = wechat(code)
    assert through("wechat", web, parcel("oA1"), **WECHAT)["oA1"].problem == problem


@pytest.mark.parametrize(("code", "problem"), [(45009, "pace"), (48001, "right"), (40125, "key"), (40001, "key")])
def test_wechat_what_stops_the_channel(web, code, problem):
    web.answer = wechat(code)
    assert trouble("wechat", web, **WECHAT)[0] == problem


# Text messages

ALIYUN = {"provider": "aliyun", "key": "LTAI1", "sign": "三通", "template": "SMS_1", "code_template": "SMS_2"}
TENCENT = {"provider": "tencent", "key": "AKID1", "sign": "三通", "template": "1", "code_template": "2", "app": "14"}


def aliyun_signature(fields: dict[str, str], secret: str) -> str:
    """As the documentation of Alibaba Cloud's RPC interfaces has it, worked out by a second hand."""
    pairs = sorted((quote(k, safe="-_.~"), quote(v, safe="-_.~")) for k, v in fields.items() if k != "Signature")
    query = "&".join("=".join(pair) for pair in pairs)
    text = "POST&%2F&" + quote(query, safe="-_.~")
    return base64.b64encode(hmac.new((secret + "&").encode(), text.encode(), hashlib.sha1).digest()).decode()


def test_aliyun_is_signed_and_fills_the_template(web):
    web.answer = lambda asked: (200, {}, {"Code": "OK", "Message": "OK", "BizId": "1"})
    through("sms", web, parcel("13800001234", "k-3"), **ALIYUN)
    form = web.asked[0].form
    assert form["Signature"] == aliyun_signature(form, "s3cret")
    assert (form["Action"], form["PhoneNumbers"], form["TemplateCode"]) == ("SendSms", "13800001234", "SMS_1")
    assert json.loads(form["TemplateParam"]) == {"title": "期中家长会安排"}
    assert form["SignatureNonce"] == "k-3"
    through("sms", web, parcel("13800001234", code="123456"), **ALIYUN)
    assert json.loads(web.asked[1].form["TemplateParam"]) == {"code": "123456"}
    assert web.asked[1].form["TemplateCode"] == "SMS_2"


@pytest.mark.parametrize(
    ("code", "outcome", "problem"),
    [
        ("isv.MOBILE_NUMBER_ILLEGAL", Outcome.NEVER, "address"),
        ("isv.BUSINESS_LIMIT_CONTROL", Outcome.LATER, "pace"),
        ("isv.PARAM_LENGTH_LIMIT", Outcome.NEVER, "content"),
        ("SignatureNonceUsed", Outcome.DELIVERED, ""),
    ],
)
def test_aliyun_what_concerns_the_message(web, code, outcome, problem):
    web.answer = lambda asked: (200, {}, {"Code": code, "Message": "x"})
    answer = through("sms", web, parcel("13800001234"), **ALIYUN)["13800001234"]
    assert (answer.outcome, answer.problem) == (outcome, problem)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("isv.AMOUNT_NOT_ENOUGH", "money"), ("SignatureDoesNotMatch", "key"), ("Throttling.User", "pace"),
        ("isv.SMS_TEMPLATE_ILLEGAL", "content"), ("isp.SYSTEM_ERROR", "busy"), ("isp.RAM_PERMISSION_DENY", "right"),
    ],
)  # fmt: skip
def test_aliyun_what_stops_the_channel(web, code, problem):
    web.answer = lambda asked: (400, {}, {"Code": code, "Message": "x"})
    assert trouble("sms", web, **ALIYUN)[0] == problem


def test_tencent_is_signed_for_the_day(web):
    web.answer = lambda asked: (200, {}, {"Response": {"SendStatusSet": [{"Code": "Ok", "Message": "x"}]}})
    assert through("sms", web, parcel("13800001234", "k-5"), **TENCENT) == {"13800001234": DELIVERED}
    [asked] = web.asked
    assert asked.data["PhoneNumberSet"] == ["+8613800001234"]
    assert asked.data["TemplateParamSet"] == ["期中家长会安排"]
    head = asked.headers
    found = re.fullmatch(
        r"TC3-HMAC-SHA256 Credential=AKID1/(\S+)/sms/tc3_request, SignedHeaders=content-type;host;x-tc-action, "
        r"Signature=([0-9a-f]{64})", head["authorization"],
    )  # fmt: skip
    day, signature = found[1], found[2]
    canonical = "\n".join([
        "POST", "/", "", f"content-type:{head['content-type']}", f"host:{head['host']}", "x-tc-action:sendsms", "",
        "content-type;host;x-tc-action", hashlib.sha256(asked.body).hexdigest(),
    ])  # fmt: skip
    text = "\n".join([
        "TC3-HMAC-SHA256", head["x-tc-timestamp"], f"{day}/sms/tc3_request",
        hashlib.sha256(canonical.encode()).hexdigest(),
    ])  # fmt: skip
    key = b"TC3s3cret"
    for part in (day, "sms", "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    assert signature == hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("InvalidParameterValue.IncorrectPhoneNumber", "address"),
        ("FailedOperation.PhoneNumberInBlacklist", "unwanted"),
        ("LimitExceeded.PhoneNumberDailyLimit", "pace"),
        ("FailedOperation.ContainSensitiveWord", "content"),
    ],
)
def test_tencent_what_concerns_the_message(web, code, problem):
    web.answer = lambda asked: (200, {}, {"Response": {"SendStatusSet": [{"Code": code, "Message": "x"}]}})
    assert through("sms", web, parcel("13800001234"), **TENCENT)["13800001234"].problem == problem


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("AuthFailure.SignatureFailure", "key"), ("UnauthorizedOperation.RequestIpNotInWhitelist", "right"),
        ("FailedOperation.InsufficientBalanceInSmsPackage", "money"), ("RequestLimitExceeded", "pace"),
        ("InternalError.Timeout", "busy"),
    ],
)  # fmt: skip
def test_tencent_what_stops_the_channel(web, code, problem):
    web.answer = lambda asked: (200, {}, {"Response": {"Error": {"Code": code, "Message": "x"}}})
    assert trouble("sms", web, **TENCENT)[0] == problem


# All that speak HTTP


@pytest.mark.parametrize(
    ("status", "headers", "body", "problem", "after"),
    [
        (429, {"Retry-After": "30"}, {}, "pace", 30),
        (502, {}, b"<html>Bad gateway</html>", "busy", 0),
        (200, {}, b"<html>Portal</html>", "strange", 0),
        (200, {}, [], "strange", 0),
        (302, {"Location": "http://169.254.169.254/"}, b"", "strange", 0),
    ],
)
@pytest.mark.parametrize("medium", ["wecom", "dingtalk", "feishu", "wechat"])
def test_servers_that_are_out_of_order(web, medium, status, headers, body, problem, after):
    web.answer = lambda asked: (status, headers, body)
    with pytest.raises(Trouble) as found:
        through(medium, web, parcel("zhang"))
    assert (found.value.problem, found.value.after) == (problem, after)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.cn/", "https://10.0.0.1/", "https://[fe80::1]/", "https://169.254.169.254/", "https://0.0.0.0/",
        "https://user:word@example.cn/", "ftp://example.cn/", "https:///", "https://127.0.0.1:8000/",
        "https://x:99999999/", "https://224.0.0.1/", "https://100.64.0.1/",
    ],
)  # fmt: skip
def test_what_is_never_asked(url):
    with pytest.raises(Forbidden):
        demand_allowed(url)


def test_a_name_that_leads_inside_is_refused_at_the_connection(web):
    port = web.url.rpartition(":")[2]
    with pytest.raises(Forbidden):
        ask(f"https://localhost:{port}/", None, {})
    assert not web.asked


def test_loopback_is_for_tests_alone(web):
    assert ask(web.url, b"x", {}, loopback=True).status == 200
    with pytest.raises(Forbidden):
        ask(web.url, b"x", {})
    with pytest.raises(Unreachable):
        ask("http://127.0.0.1:9/", None, {}, loopback=True)
