"""Ids by which other systems know people."""

from __future__ import annotations

import re

_ID = re.compile(r"[A-Za-z0-9_.@\-]{1,64}")


def is_id(text: str) -> bool:
    """Whether it is an id as messengers give them: letters, digits and a few signs, 64 at most."""
    return bool(_ID.fullmatch(text))
