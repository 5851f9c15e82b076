"""Text messages through Alibaba Cloud (SendSms of 2017-05-25), signed by HMAC-SHA1 as its RPC interfaces ask."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

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

ADDRESS = "https://dysmsapi.aliyuncs.com/"
LONGEST = 35
"""Characters of what is put into a template."""
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
KEY = frozenset({"InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive", "SignatureDoesNotMatch"})
MONEY = frozenset({"isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE"})
RIGHT = frozenset(
    {"isp.RAM_PERMISSION_DENY", "isv.PRODUCT_UN_SUBSCRIPT", "isv.PRODUCT_UNSUBSCRIBE", "isv.ACCOUNT_ABNORMAL"}
)
TEMPLATE = frozenset({"isv.SMS_TEMPLATE_ILLEGAL", "isv.SMS_SIGNATURE_ILLEGAL", "isv.TEMPLATE_MISSING_PARAMETERS"})
ADDRESSES = frozenset({"isv.MOBILE_NUMBER_ILLEGAL", "isv.MOBILE_COUNT_OVER_LIMIT"})
CONTENT = frozenset(
    {"isv.PARAM_LENGTH_LIMIT", "isv.INVALID_PARAMETERS", "isv.INVALID_JSON_PARAM", "isv.BLACK_KEY_CONTROL_LIMIT",
     "isv.PARAM_NOT_SUPPORT_URL", "isv.TEMPLATE_PARAMS_ILLEGAL"}
)  # fmt: skip
OFTEN = "isv.BUSINESS_LIMIT_CONTROL"
AN_HOUR = 3600


class AliyunAdapter(HttpAdapter):
    """One number a request. The nonce is the message's own, so that what is sent again is refused as known."""

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Said]:
        for parcel in parcels:
            body = urlencode(signed(self._fields(parcel), self.given["secret"])).encode()
            yield [(parcel, self._judged(self._answer(body)))]

    def _answer(self, body: bytes) -> Mapping[str, Any]:
        reply = self.ask(self.given["address"] or ADDRESS, body, FORM)
        try:
            found = json.loads(reply.body)
        except ValueError:
            found = None
        if not isinstance(found, dict) or not isinstance(found.get("Code"), str):
            raise Trouble(Problem.STRANGE, f"HTTP {reply.status}")
        return found

    def _fields(self, parcel: Parcel) -> dict[str, str]:
        content = {"code": parcel.code} if parcel.code else {"title": parcel.title[:LONGEST]}
        return {
            "Action": "SendSms",
            "Version": "2017-05-25",
            "Format": "JSON",
            "AccessKeyId": self.given["key"],
            "SignatureMethod": "HMAC-SHA1",
            "SignatureVersion": "1.0",
            "SignatureNonce": parcel.key,
            "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "PhoneNumbers": parcel.to,
            "SignName": self.given["sign"],
            "TemplateCode": self.given["code_template" if parcel.code else "template"],
            "TemplateParam": json.dumps(content, ensure_ascii=False),
            "OutId": parcel.key,
        }

    def _judged(self, answer: Mapping[str, Any]) -> Answer:
        code, said = answer["Code"], f"{answer['Code']} {answer.get('Message', '')}"[:200]
        if code in ("OK", "SignatureNonceUsed"):
            return DELIVERED
        if code == OFTEN:
            return later(Problem.PACE, said, AN_HOUR)
        if code in ADDRESSES:
            return never(Problem.ADDRESS, said)
        if code in CONTENT:
            return never(Problem.CONTENT, said)
        raise Trouble(_trouble_of(code), said)


def _trouble_of(code: str) -> Problem:
    if code.startswith("Throttling"):
        return Problem.PACE
    for codes, problem in (
        (KEY, Problem.KEY), (MONEY, Problem.MONEY), (RIGHT, Problem.RIGHT), (TEMPLATE, Problem.CONTENT),
    ):  # fmt: skip
        if code in codes:
            return problem
    return Problem.BUSY if code.startswith(("isp.", "ServiceUnavailable", "InternalError")) else Problem.STRANGE


def signed(fields: Mapping[str, str], secret: str) -> dict[str, str]:
    """The fields with their signature: HMAC-SHA1 over the fields in order, each encoded as RFC 3986 has it."""
    sorted_fields = "&".join(f"{_encoded(name)}={_encoded(fields[name])}" for name in sorted(fields))
    text = f"POST&{_encoded('/')}&{_encoded(sorted_fields)}"
    digest = hmac.digest(f"{secret}&".encode(), text.encode(), hashlib.sha1)
    return {**fields, "Signature": base64.b64encode(digest).decode()}


def _encoded(text: str) -> str:
    return quote(text, safe="~")
