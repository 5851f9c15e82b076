"""WeChat service accounts (微信服务号): template messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

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

LONGEST = 20
"""Characters of a field of the kind "thing"."""
PACE = frozenset({45009, 45011})
KEY = frozenset({40002, 40013, 40125, 41002, 41004})
RIGHT = frozenset({40164, 48001, 50001, 50002})
NOBODY = frozenset({40003})
UNWANTED = frozenset({43004, 43101, 43019})
CONTENT = frozenset({40036, 40037, 41028, 41029, 41030, 47001, 47003, 43116})


class WeChatAdapter(TokenAdapter):
    """stable_token and template/send; `client_msg_id` is what WeChat knows a message by that is sent again.

    The stable token is asked for because the older way ends the token of every other process.
    """

    expired = frozenset({40001, 40014, 42001})
    settings = (
        Setting("address", _("Address of the interface"), initial="https://api.weixin.qq.com", is_address=True),
        Setting("app", _("Service account's id (AppID)")),
        Setting("secret", _("Service account's secret (AppSecret)"), is_secret=True),
        Setting("template", _("Template's id")),
        Setting("field", _("Field of the template for the title"), initial="thing1"),
    )

    def fetch_token(self) -> tuple[dict[str, Any], str]:
        data = {"grant_type": "client_credential", "appid": self.given["app"], "secret": self.given["secret"]}
        return self.ask_json(self.url("/cgi-bin/stable_token"), data), "access_token"

    def trouble_with_token(self, answer: Mapping[str, Any]) -> Problem:
        return trouble_of(self.code_of(answer)) or Problem.KEY

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Said]:
        for parcel in parcels:
            yield [(parcel, self._judged(self.call("/cgi-bin/message/template/send", self._message(parcel))))]

    def _message(self, parcel: Parcel) -> dict[str, Any]:
        title = parcel.title if len(parcel.title) <= LONGEST else parcel.title[: LONGEST - 1] + "…"
        return {
            "touser": parcel.to,
            "template_id": self.given["template"],
            "url": parcel.link,
            "client_msg_id": parcel.key[:32],
            "data": {self.given["field"]: {"value": title}},
        }

    def _judged(self, answer: Mapping[str, Any]) -> Answer:
        code, said = self.code_of(answer), self.said(answer)
        if code == 0:
            return DELIVERED
        if code in NOBODY:
            return never(Problem.ADDRESS, said)
        if code in UNWANTED:
            return never(Problem.UNWANTED, said)
        if code in CONTENT:
            return never(Problem.CONTENT, said)
        if problem := trouble_of(code):
            raise Trouble(problem, said)
        return later(Problem.BUSY if code == -1 else Problem.STRANGE, said)


def trouble_of(code: int) -> Problem | None:
    """What a code means that concerns the whole channel."""
    for codes, problem in ((PACE, Problem.PACE), (KEY, Problem.KEY), (RIGHT, Problem.RIGHT)):
        if code in codes:
            return problem
    return None
