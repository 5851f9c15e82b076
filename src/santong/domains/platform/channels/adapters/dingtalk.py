"""DingTalk (钉钉): work notices of an own application."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.channels.adapters.answers import (
    DELIVERED,
    Parcel,
    Problem,
    Said,
    Setting,
    Trouble,
    in_groups,
    later,
    never,
    of_all,
)
from santong.domains.platform.channels.adapters.talking import TokenAdapter

TOGETHER = 100
"""People in one request, at most."""
PACE = frozenset({90002, 90005, 90006, 90018, 143103, 143104, 143105, 143106})
KEY = frozenset({40001, 40089, 40096})
RIGHT = frozenset({60011, 60020, 50002, 52013, 88})
NOBODY = frozenset({33012, 40031, 60121, 60003})
CONTENT = frozenset({40035, 40056, 400002, 41103, 34004, 34011, 34013})


class DingTalkAdapter(TokenAdapter):
    """gettoken and asyncsend_v2. DingTalk itself shows the same text once a day to the same person."""

    batch = 500
    expired = frozenset({40014, 42001})
    settings = (
        Setting("address", _("Address of the interface"), initial="https://oapi.dingtalk.com", is_address=True),
        Setting("app", _("Application's key (AppKey)")),
        Setting("agent", _("Application's id (AgentId)")),
        Setting("secret", _("Application's secret"), is_secret=True),
    )

    def fetch_token(self) -> tuple[dict[str, Any], str]:
        url = self.url("/gettoken", appkey=self.given["app"], appsecret=self.given["secret"])
        return self.ask_json(url, None), "access_token"

    def trouble_with_token(self, answer: Mapping[str, Any]) -> Problem:
        return trouble_of(self.code_of(answer)) or Problem.KEY

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Said]:
        for group in in_groups(parcels, TOGETHER):
            yield from self._sent(group)

    def _sent(self, group: Sequence[Parcel]) -> Iterator[Said]:
        answer = self.call("/topapi/message/corpconversation/asyncsend_v2", self._message(group))
        code, said = self.code_of(answer), self.said(answer)
        if code == 0:
            yield of_all(group, DELIVERED)
        elif code in NOBODY and len(group) > 1:
            # Refused whole because of one of them, without saying whom.
            for parcel in group:
                yield from self._sent([parcel])
        elif code in NOBODY:
            yield of_all(group, never(Problem.ADDRESS, said))
        elif code in CONTENT:
            yield of_all(group, never(Problem.CONTENT, said))
        elif code == -1:
            yield of_all(group, later(Problem.BUSY, said))
        else:
            raise Trouble(trouble_of(code) or Problem.STRANGE, said)

    def _message(self, group: Sequence[Parcel]) -> dict[str, Any]:
        first = group[0]
        return {
            "agent_id": int(self.given["agent"]) if self.given["agent"].isdecimal() else self.given["agent"],
            "userid_list": ",".join(parcel.to for parcel in group),
            "msg": {
                "msgtype": "action_card",
                "action_card": {
                    "title": first.title[:100],
                    "markdown": plain_markdown(first.title),
                    "single_title": _now("Open"),
                    "single_url": first.link,
                },
            },
        }


def plain_markdown(text: str) -> str:
    """The text as Markdown shows it letter by letter: nobody writes links into the title of a notice."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()<>#+-.!|~" else letter for letter in text)


def trouble_of(code: int) -> Problem | None:
    """What a code means that concerns the whole channel."""
    for codes, problem in ((PACE, Problem.PACE), (KEY, Problem.KEY), (RIGHT, Problem.RIGHT)):
        if code in codes:
            return problem
    return None
