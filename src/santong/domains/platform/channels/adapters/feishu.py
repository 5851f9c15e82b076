"""Feishu (飞书): messages of an own application."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.channels.adapters.answers import (
    DELIVERED,
    Answer,
    Parcel,
    Problem,
    Said,
    Setting,
    Trouble,
    later,
    never,
)
from santong.domains.platform.channels.adapters.talking import TokenAdapter

PACE = frozenset({99991400, 11232, 230020})
KEY = frozenset({10003, 10014, 10012})
RIGHT = frozenset({99991672, 99991679, 230006, 230027})
NOBODY = frozenset({99992351, 99992352, 99992353, 99992360, 99992361, 99992363, 230034, 230013})
UNWANTED = frozenset({230053})
CONTENT = frozenset({230001, 230022, 230025, 230028, 230099, 11310})


class FeishuAdapter(TokenAdapter):
    """tenant_access_token and im/v1/messages; `uuid` is what Feishu knows a message by that is sent again."""

    code, words = "code", "msg"
    expired = frozenset({99991661, 99991663, 99991664, 99991665, 99991668, 99991671})
    settings = (
        Setting("address", _("Address of the interface"), initial="https://open.feishu.cn", is_address=True),
        Setting("app", _("Application's id (App ID)")),
        Setting("secret", _("Application's secret"), is_secret=True),
        Setting(
            "ids", _("People are known by"), initial="user_id",
            choices=(("user_id", "user_id"), ("open_id", "open_id"), ("union_id", "union_id")),
        ),
    )  # fmt: skip

    def fetch_token(self) -> tuple[dict[str, Any], str]:
        data = {"app_id": self.given["app"], "app_secret": self.given["secret"]}
        url = self.url("/open-apis/auth/v3/tenant_access_token/internal")
        return self.ask_json(url, data), "tenant_access_token"

    def trouble_with_token(self, answer: Mapping[str, Any]) -> Problem:
        return Problem.PACE if self.code_of(answer) in PACE else Problem.KEY

    def call_with(self, token: str, path: str, data: Any) -> dict[str, Any]:
        url = self.url(path, receive_id_type=self.given["ids"] or "user_id")
        return self.ask_json(url, data, {"Authorization": f"Bearer {token}"})

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Said]:
        for parcel in parcels:
            yield [(parcel, self._judged(self.call("/open-apis/im/v1/messages", message(parcel))))]

    def _judged(self, answer: Mapping[str, Any]) -> Answer:
        code, said = self.code_of(answer), self.said(answer)
        if code == 0:
            return DELIVERED
        if code in UNWANTED:
            return never(Problem.UNWANTED, said)
        if code in NOBODY:
            return never(Problem.ADDRESS, said)
        if code in CONTENT:
            return never(Problem.CONTENT, said)
        if code in PACE:
            raise Trouble(Problem.PACE, said)
        if code in KEY or code in RIGHT:
            raise Trouble(Problem.RIGHT, said)
        return later(Problem.STRANGE, said)


def message(parcel: Parcel) -> dict[str, str]:
    """A post of two lines: the title, and the way back."""
    lines = [[{"tag": "a", "text": _now("Open"), "href": parcel.link}]]
    content = {"zh_cn": {"title": parcel.title[:200], "content": lines}}
    return {
        "receive_id": parcel.to,
        "msg_type": "post",
        "content": json.dumps(content, ensure_ascii=False),
        "uuid": parcel.key[:50],
    }
