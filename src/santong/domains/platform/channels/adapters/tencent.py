"""Text messages through Tencent Cloud (SendSms of 2021-01-11), signed by TC3-HMAC-SHA256."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from santong.domains.platform.channels.adapters.answers import (
    DELIVERED,
    Answer,
    Parcel,
    Problem,
    Said,
    Trouble,
    later,
    never,
)
from santong.domains.platform.channels.adapters.talking import HttpAdapter

ADDRESS = "https://sms.tencentcloudapi.com/"
SERVICE, VERSION, REGION = "sms", "2021-01-11", "ap-guangzhou"
LONGEST = 35
"""Characters of what is put into a template; templates of notices take that many."""
TYPE = "application/json; charset=utf-8"
AN_HOUR = 3600


class TencentAdapter(HttpAdapter):
    """One number a request. There is no key by which Tencent Cloud knows a message that is sent again."""

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Said]:
        for parcel in parcels:
            yield [(parcel, self._judged(self._answer(parcel)))]

    def _answer(self, parcel: Parcel) -> Mapping[str, Any]:
        address = self.given["address"] or ADDRESS
        content = {
            "PhoneNumberSet": [international(parcel.to)],
            "SmsSdkAppId": self.given["app"],
            "SignName": self.given["sign"],
            "TemplateId": self.given["code_template" if parcel.code else "template"],
            "TemplateParamSet": [parcel.code or parcel.title[:LONGEST]],
            "SessionContext": parcel.key,
        }
        body = json.dumps(content, ensure_ascii=False).encode()
        headers = signed(body, urlsplit(address).netloc, self.given["key"], self.given["secret"], datetime.now(UTC))
        reply = self.ask(address, body, headers)
        try:
            found = json.loads(reply.body)["Response"]
        except (ValueError, KeyError, TypeError):
            found = None
        if not isinstance(found, dict):
            raise Trouble(Problem.STRANGE, f"HTTP {reply.status}")
        return found

    def _judged(self, answer: Mapping[str, Any]) -> Answer:
        if error := answer.get("Error"):
            code = str(error.get("Code", ""))
            raise Trouble(_trouble_of(code), f"{code} {error.get('Message', '')}")
        try:
            status = answer["SendStatusSet"][0]
            code, said = str(status["Code"]), f"{status['Code']} {status.get('Message', '')}"
        except (KeyError, IndexError, TypeError):
            raise Trouble(Problem.STRANGE, "no SendStatusSet") from None
        return _of_number(code, said)


def _of_number(code: str, said: str) -> Answer:
    if code == "Ok":
        return DELIVERED
    if code.startswith("LimitExceeded.PhoneNumber"):
        return later(Problem.PACE, said, AN_HOUR)
    if "PhoneNumberInBlacklist" in code:
        return never(Problem.UNWANTED, said)
    if "PhoneNumber" in code:
        return never(Problem.ADDRESS, said)
    if code.startswith(("InvalidParameter", "MissingParameter", "FailedOperation.ContainSensitiveWord")):
        return never(Problem.CONTENT, said)
    raise Trouble(_trouble_of(code), said)


def _trouble_of(code: str) -> Problem:
    beginnings = (
        ("AuthFailure", Problem.KEY), ("UnauthorizedOperation", Problem.RIGHT),
        ("FailedOperation.InsufficientBalance", Problem.MONEY), ("RequestLimitExceeded", Problem.PACE),
        ("LimitExceeded", Problem.PACE), ("FailedOperation.Template", Problem.CONTENT),
        ("FailedOperation.Signature", Problem.CONTENT), ("InternalError", Problem.BUSY),
    )  # fmt: skip
    return next((problem for beginning, problem in beginnings if code.startswith(beginning)), Problem.STRANGE)


def international(number: str) -> str:
    """With the country's code, as Tencent Cloud asks (E.164); numbers without one are Chinese."""
    return number if number.startswith("+") else f"+86{number}"


def signed(body: bytes, host: str, key: str, secret: str, now: datetime) -> dict[str, str]:
    """The headers of a request, signed with a key that is good for the day alone."""
    stamp, day = str(int(now.timestamp())), now.strftime("%Y-%m-%d")
    names = "content-type;host;x-tc-action"
    canonical_headers = f"content-type:{TYPE}\nhost:{host}\nx-tc-action:sendsms\n"
    canonical = f"POST\n/\n\n{canonical_headers}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    scope = f"{day}/{SERVICE}/tc3_request"
    text = f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signing = f"TC3{secret}".encode()
    for part in (day, SERVICE, "tc3_request"):
        signing = hmac.digest(signing, part.encode(), hashlib.sha256)
    signature = hmac.digest(signing, text.encode(), hashlib.sha256).hex()
    return {
        "Authorization": f"TC3-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={names}, Signature={signature}",
        "Content-Type": TYPE,
        "Host": host,
        "X-TC-Action": "SendSms",
        "X-TC-Version": VERSION,
        "X-TC-Timestamp": stamp,
        "X-TC-Region": REGION,
    }
