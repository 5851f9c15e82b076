"""What a screen shows for seven days, as one piece of JSON that its panel keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

from santong.domains.campus.screens.devices import NOTED_EVERY
from santong.domains.campus.screens.models import Alarm, Prepared, Screen, ScreenRules
from santong.kit.models.credentials import digest
from santong.kit.pairing import RENEWED_EVERY
from santong.kit.registry import registry
from santong.kit.screens import CLASS, DAYS, HALL, ON_DUTY, ROOM, TEACHERS, ScreenBlock, Spot

AT_LEAST_EVERY = timedelta(minutes=10)
"""How old content may become without any write that is followed: for what changes by itself, or was missed."""
LONGEST_COOKIE = 100
CHOSEN = {CLASS: "for_class", ROOM: "for_room", HALL: "for_hall"}


def rules_of(school: Any) -> ScreenRules:
    """What a school has chosen; the usual for one that hasn't, not saved."""
    found: ScreenRules | None = ScreenRules.objects.belonging_to(school=school).first()
    return found or usual_rules(school)


def usual_rules(school: Any) -> ScreenRules:
    """What holds where nobody has chosen anything: all blocks, in their order."""
    usual = {field: ",".join(each.name for each in blocks_at(place)) for place, field in CHOSEN.items()}
    return ScreenRules(school=school, path=school.path, **usual)


def blocks_at(place: str) -> list[ScreenBlock]:
    """The blocks that screens for a kind of place can have."""
    return [each for each in registry.of(ScreenBlock) if place in each.places]


def chosen_blocks(place: str, rules: ScreenRules) -> list[ScreenBlock]:
    """The blocks that a school has chosen for a kind of place, in its order."""
    known = {each.name: each for each in blocks_at(place)}
    names = getattr(rules, CHOSEN[place]).split(",")
    return [known[name] for name in names if name in known]


def spot_of(screen: Screen, rules: ScreenRules) -> Spot:
    """What a screen is for, as blocks need it."""
    chosen = ((TEACHERS, rules.shows_teachers), (ON_DUTY, rules.shows_duty))
    shows = frozenset(name for name, is_shown in chosen if is_shown)
    return Spot(screen.place, screen.school, screen.school_class, screen.room, screen.path, shows)


def content_of(screen: Screen, today: date) -> dict[str, Any]:
    """All that a screen shows from today on, in the language of the region."""
    rules = rules_of(screen.school)
    spot, last = spot_of(screen, rules), today + timedelta(days=DAYS - 1)
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "screen": _names(screen),
            "day": today.isoformat(),
            "offset": _offset_minutes(today),
            "dark": _dark(rules),
            "alarm": next(_alarms(screen), None),
            "blocks": [
                {
                    "name": block.name, "label": str(block.label), "shape": block.shape,
                    "pieces": [each.kept() for each in block.pieces(spot, today, last)],
                }
                for block in chosen_blocks(screen.place, rules)
            ],
        }  # fmt: skip


def _names(screen: Screen) -> dict[str, str]:
    hangs = screen.room if screen.place != ROOM else None
    return {
        "title": screen.target if screen.place != HALL else str(screen.school),
        "school": str(screen.school) if screen.place != HALL else "",
        "where": str(hangs) if hangs is not None else "",
        "place": screen.place,
    }


def _offset_minutes(day: date) -> int:
    """How far the place's clock is ahead of UTC: panels often stand in another zone."""
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    offset = noon.utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) // 60


def _dark(rules: ScreenRules) -> dict[str, str] | None:
    if rules.dark_from == rules.dark_until:
        return None
    return {"from": f"{rules.dark_from:%H:%M}", "until": f"{rules.dark_until:%H:%M}"}


def _alarms(screen: Screen) -> Iterator[dict[str, Any]]:
    rows = Alarm.objects.belonging_to(school=screen.school).filter(until__gt=timezone.now())
    for row in rows.order_by("-since", "-pk"):
        yield {"text": row.text, "until": int(row.until.timestamp())}


def is_stale(screen: Screen, prepared: Prepared, now: datetime) -> bool:
    """Whether what was prepared may differ from what the screen should show now."""
    made, kept = prepared.made_at, prepared.revision == screen.revision
    return not kept or made is None or made < now - AT_LEAST_EVERY or prepared.day != timezone.localdate(now)


# One statement by hand: a hundred thousand panels ask this every six seconds, and Django would work longer on the words
# of the question than the database on the answer. What isn't as usual finds no row, and is looked at by the usual way.
_UP_TO_DATE = """
    SELECT 1 FROM screens_device AS device
    JOIN screens_screen AS screen ON screen.id = device.screen_id
    JOIN screens_prepared AS prepared ON prepared.screen_id = screen.id
    WHERE device.key = %s AND device.digest = %s AND device.revoked IS NULL AND device.previous_digest = ''
        AND device.renewed_at > %s AND screen.removed_at IS NULL AND screen.last_seen > %s AND screen.version = %s
        AND prepared.etag = %s AND prepared.revision = screen.revision AND prepared.made_at > %s AND prepared.day = %s
"""


def is_up_to_date(cookie: str, etag: str, version: str, now: datetime) -> bool:
    """Whether a panel with this cookie has what its screen shows now, and was noted just before."""
    key, _dot, secret = cookie.partition(".")
    is_usual = key.isascii() and key.isalnum() and etag.isalnum() and version.isprintable()
    if not is_usual or len(cookie) > LONGEST_COOKIE:
        return False
    ages = (RENEWED_EVERY, NOTED_EVERY, AT_LEAST_EVERY)
    renewed, noted, made = (connection.ops.adapt_datetimefield_value(now - age) for age in ages)
    day = connection.ops.adapt_datefield_value(timezone.localdate(now))
    values = [key, digest(secret), renewed, noted, version[:40], etag, made, day]
    with connection.cursor() as cursor:
        cursor.execute(_UP_TO_DATE, values)
        return cursor.fetchone() is not None


def prepared_for(screen: Screen, now: datetime) -> Prepared:
    """What a screen shows now, made anew where that is needed."""
    rows = Prepared.objects.keeping_unique()
    prepared: Prepared = rows.filter(screen=screen).first() or rows.get_or_create(screen=screen)[0]
    if is_stale(screen, prepared, now):
        _make(screen, prepared, now)
    return prepared


def _make(screen: Screen, prepared: Prepared, now: datetime) -> None:
    # What is written meanwhile counts the revision up, so that it is made once more.
    whole = Screen.objects.again([screen]).select_related("school", "school_class", "room__building").get()
    today = timezone.localdate(now)
    body = json.dumps(content_of(whole, today), ensure_ascii=False, separators=(",", ":"))
    etag = sha256(body.encode()).hexdigest()[:32]
    made = {"revision": whole.revision, "day": today, "made_at": now, "etag": etag, "body": body}
    Prepared.objects.again([prepared]).update_quietly(**made)
    for name, value in made.items():
        setattr(prepared, name, value)
