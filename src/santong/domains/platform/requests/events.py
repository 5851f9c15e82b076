"""What happens to requests, for other modules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RequestMoved:
    """Something was done with a request; `verb` as in `Opinion.Verb`. Who is next may be others now."""

    request_id: int
    verb: str
