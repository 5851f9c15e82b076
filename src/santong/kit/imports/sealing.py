"""What an import holds of people's data lies sealed, in the database as in the file store.

Sealed with the keys of `settings.FIELD_KEYS`, which no backup of the database contains.
"""

from __future__ import annotations

import json
import zlib
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings

FILE, DATA = "import.file", "import.data"


def seal_file(content: bytes) -> bytes:
    """An uploaded file, sealed."""
    return settings.FIELD_KEYS.seal_bytes(content, FILE)


def open_file(sealed: bytes) -> bytes:
    """The uploaded file; raises `santong.lib.keyrings.CannotOpen`."""
    return settings.FIELD_KEYS.open_bytes(sealed, FILE)


def seal_data(value: Any) -> bytes:
    """Anything JSON can hold, or cells of a sheet: packed and sealed."""
    text = json.dumps(value, default=_tagged, ensure_ascii=False, separators=(",", ":"))
    return settings.FIELD_KEYS.seal_bytes(zlib.compress(text.encode(), 1), DATA)


def open_data(sealed: bytes | memoryview) -> Any:
    """What `seal_data` sealed."""
    text = zlib.decompress(settings.FIELD_KEYS.open_bytes(bytes(sealed), DATA))
    return json.loads(text, object_hook=_untagged)


def _tagged(value: Any) -> dict[str, Any]:
    """Cells that JSON lacks a type for."""
    if isinstance(value, datetime | date | time):
        return {"type": type(value).__name__, "value": value.isoformat()}
    if isinstance(value, timedelta):
        return {"type": "timedelta", "value": value.total_seconds()}
    raise TypeError(f"can't seal a {type(value).__name__}")


def _untagged(found: dict[str, Any]) -> Any:
    make = _MAKERS.get(found.get("type", "")) if found.keys() == {"type", "value"} else None
    return make(found["value"]) if make else found


_MAKERS: dict[str, Any] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}
