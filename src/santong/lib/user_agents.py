"""What a browser says about itself, in words that its owner recognises."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The first match counts: most browsers also claim to be those further down.
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("wxwork", "WeCom"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("MiuiBrowser", "Mi Browser"),
    ("QQBrowser", "QQ Browser"),
    ("360(?:SE|EE)", "360 Browser"),
    ("UCBrowser", "UC Browser"),
    ("Edg", "Edge"),
    ("OPR|Opera", "Opera"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS|OpenHarmony", "HarmonyOS", True),
    ("Android", "Android", True),
    ("iPhone", "iPhone", True),
    ("iPad", "iPad", True),
    ("Windows", "Windows", False),
    ("Macintosh|Mac OS", "macOS", False),
    ("Linux|X11", "Linux", False),
)


@dataclass(frozen=True)
class Browser:
    """Product names, "" when unknown; `handheld` for phones and tablets."""

    name: str
    system: str
    handheld: bool


def describe(user_agent: str) -> Browser:
    """Recognise a User-Agent header (RFC 9110, 10.1.5)."""
    name = next((name for pattern, name in _BROWSERS if re.search(pattern, user_agent)), "")
    for pattern, system, handheld in _SYSTEMS:
        if re.search(pattern, user_agent):
            return Browser(name, system, handheld)
    return Browser(name, "", False)
