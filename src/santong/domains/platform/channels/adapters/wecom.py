"""WeCom (企业微信): messages of an own application."""

from __future__ import annotations

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
    in_groups,
    later,
    never,
    of_all,
)
from santong.domains.platform.channels.adapters.talking import TokenAdapter

TOGETHER = 1000
"""People in one request, at most."""
SAME = 4 * 3600
"""Seconds in which WeCom itself drops the same message sent again; its longest."""
PACE = frozenset({45009, 45011, 45033})
KEY = frozenset({40001, 40013, 40091})
RIGHT = frozenset({40056, 48002, 60011, 60020, 301002})
NOBODY = frozenset({40003, 81013, 82001})
CONTENT = frozenset({40008, 40058, 44004, 45002, 45003, 45004})


class WeComAdapter(TokenAdapter):
    """gettoken and message/send."""

    batch = 1000
    expired = frozenset({40014, 42001})
    settings = (
        Setting("address", _("Address of the interface"), initial="https://qyapi.weixin.qq.com", is_address=True),
        Setting("corp", _("Corporation's id (corpid)")),
        Setting("agent", _("Application's id (agentid)")),
        Setting("secret", _("Application's secret"), is_secret=True),
    )

    def fetch_token(self) -> tuple[dict[str, Any], str]:
        url = self.url("/cgi-bin/gettoken", corpid=self.given["corp"], corpsecret=self.given["secret"])
        return self.ask_json(url, None), "access_token"

    def trouble_with_token(self, answer: Mapping[str, Any]) -> Problem:
        return trouble_of(self.code_of(answer)) or Problem.KEY

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Said]:
        for group in in_groups(parcels, TOGETHER):
            yield self._judged(group, self.call("/cgi-bin/message/send", self._message(group)))

    def _message(self, group: Sequence[Parcel]) -> dict[str, Any]:
        first = group[0]
        return {
            "touser": "|".join(parcel.to for parcel in group),
            "msgtype": "textcard",
            "agentid": int(self.given["agent"]) if self.given["agent"].isdecimal() else self.given["agent"],
            "textcard": {
                "title": first.title[:128],
                "description": _now("Read it on the platform."),
                "url": first.link,
                "btntxt": _now("Open"),
            },
            "enable_duplicate_check": 1,
            "duplicate_check_interval": SAME,
        }

    def _judged(self, group: Sequence[Parcel], answer: Mapping[str, Any]) -> Said:
        code, said = self.code_of(answer), self.said(answer)
        if code == 0:
            return _taken(group, answer)
        if code in NOBODY:
            return of_all(group, never(Problem.ADDRESS, said))
        if code in CONTENT:
            return of_all(group, never(Problem.CONTENT, said))
        if code == -1:
            return of_all(group, later(Problem.BUSY, said))
        raise Trouble(trouble_of(code) or Problem.STRANGE, said)


def _taken(group: Sequence[Parcel], answer: Mapping[str, Any]) -> Said:
    """Part of them may be unknown, and is named in small letters."""
    unknown = set(str(answer.get("invaliduser") or "").lower().split("|"))
    unlicensed = set(str(answer.get("unlicenseduser") or "").lower().split("|"))
    found: list[tuple[Parcel, Answer]] = []
    for parcel in group:
        if parcel.to.lower() in unknown:
            found.append((parcel, never(Problem.ADDRESS, "invaliduser")))
        elif parcel.to.lower() in unlicensed:
            found.append((parcel, never(Problem.RIGHT, "unlicenseduser")))
        else:
            found.append((parcel, DELIVERED))
    return found


def trouble_of(code: int) -> Problem | None:
    """What a code means that concerns the whole channel."""
    for codes, problem in ((PACE, Problem.PACE), (KEY, Problem.KEY), (RIGHT, Problem.RIGHT)):
        if code in codes:
            return problem
    return None
