"""The ways to somebody else's account, each tried over HTTP by whoever is signed in.

A way doesn't look at what it is answered: `judging` tells from the data whether anybody gained anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Protocol

from tests.takeover.cast import PASSWORD, Victim, World


class Browser(Protocol):
    """What a way needs of a browser; `location` is where the last answer led."""

    location: str

    def get(self, path: str, **headers: str) -> tuple[int, str]: ...

    def post(self, path: str, fields: dict[str, str], **headers: str) -> tuple[int, str]: ...

    def upload(
        self, path: str, fields: dict[str, str], field: str, name: str, content: bytes, **headers: str
    ) -> tuple[int, str]: ...


@dataclass
class Attack:
    """One attacker, signed in. `work` waits until an import has been worked on; `fresh` is another browser."""

    browser: Browser
    fresh: Callable[[], Browser]
    world: World
    role: str
    work: Callable[[Browser, str], None]

    @property
    def username(self) -> str:
        return self.world.attackers[self.role]

    def sign_in(self) -> None:
        """As the attacker."""
        self.browser.get("/account/sign-in/")
        self.browser.post("/account/sign-in/", {"identifier": self.username, "password": PASSWORD})


Way = Callable[[Attack, Victim], None]


def slip(page: str) -> Way:
    """A slip for the victim from a page of slips, of one's own school or another's."""

    def attack(by: Attack, victim: Victim) -> None:
        path = page.format(**by.world.places)
        by.browser.post(path, {"who": "selected", "ids": str(victim.pk), "voided": "9"})

    return attack


def invitation(by: Attack, victim: Victim) -> None:
    """A guardian's code for a child, used by whoever made it."""
    for pupil in by.world.pupils.values():
        _status, page = by.browser.post(f"/pupils/{pupil}/invite/", {"relation": "52"})
        for code in re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", page):
            by.browser.post("/family/join/", {"code": code})


def guessed_codes(by: Attack, victim: Victim) -> None:
    """Codes of guardians and slips, guessed."""
    by.browser.post("/family/join/", {"code": "AAAA-BBBB-CCCC"})
    other = by.fresh()
    other.post("/activate/", {"code": "AAAA-BBBB-CCCC"})
    other.post("/activate/person/", {})
    other.post("/activate/password/", {"new": "gained by guessing", "again": "gained by guessing"})


def merger(kept: str) -> Way:
    """The victim's account made one with the attacker's, keeping either."""

    def attack(by: Attack, victim: Victim) -> None:
        by.browser.post("/duplicates/pair/", {"first": victim.username, "second": by.username})
        if found := re.search(r"/duplicates/(\d+)/", by.browser.location):
            by.browser.post(f"/duplicates/{found[1]}/merge/", {"kept": kept})

    return attack


def merger_of_strangers(by: Attack, victim: Victim) -> None:
    """The victim's account made one with somebody whom the attacker keeps."""
    by.browser.post("/duplicates/pair/", {"first": victim.username, "second": "pupil-mine"})
    if found := re.search(r"/duplicates/(\d+)/", by.browser.location):
        for kept in ("first", "second"):
            by.browser.post(f"/duplicates/{found[1]}/merge/", {"kept": kept})


def appointment(by: Attack, victim: Victim) -> None:
    """A role for oneself, at one's own place and above."""
    for place in ("city", "east", "mine", "other", "my_class"):
        for role in ("region_administrator", "principal", "school_it", "parent", "class_teacher"):
            fields = {"person": by.username, "role": role}
            by.browser.post(f"/organisations/{by.world.places[place]}/appoint/", fields)


def lending(by: Attack, victim: Victim) -> None:
    """The victim's role, lent to oneself; and its end."""
    for pk in victim.appointments:
        fields = {
            "person": by.username,
            "organisation": str(by.world.places["mine"]),
            "valid_from": "2026-11-01",
            "valid_until": "2027-01-31",
        }
        by.browser.post(f"/appointments/{pk}/lend/", fields)


def identity(by: Attack, victim: Victim) -> None:
    """An identity that one doesn't have."""
    for place in by.world.places.values():
        for category in ("staff", "parent", "pupil"):
            by.browser.post("/account/identity/", {"key": f"{category}-{place}"})


def transfer(by: Attack, victim: Victim) -> None:
    """A pupil of another school, offered to one's own and accepted."""
    by.browser.post(f"/pupils/{by.world.pupils['other']}/transfer/", {"code": "2199000101"})
    for pk in range(1, 4):
        fields = {"school_class": str(by.world.places["my_class"]), "day": "2026-11-30"}
        by.browser.post(f"/transfers/{pk}/accept/", fields)


def own_requests(by: Attack, victim: Victim) -> None:
    """The requests that one's own imports made, confirmed by oneself."""
    _status, page = by.browser.get("/adoptions/?size=100")
    listed = {int(pk) for pk in re.findall(r"/adoptions/(\d+)/", page)}
    for pk in sorted({*range(1, 41), *listed}):
        by.browser.post(f"/adoptions/{pk}/confirm/", {})
    by.browser.post("/adoptions/bulk/", {"action": "confirm", "ids": "1"})


def consent(by: Attack, victim: Victim) -> None:
    """Links and consents of another family."""
    for pk in range(1, 6):
        by.browser.post(f"/family/{pk}/consent/", {})
        by.browser.post(f"/family/{pk}/end/", {})


def sessions(by: Attack, victim: Victim) -> None:
    """Another one's sessions and second factors."""
    for pk in range(1, 6):
        by.browser.post(f"/account/places/{pk}/end/", {})
        by.browser.post(f"/account/second-factor/passkeys/{pk}/remove/", {})


def another_password(by: Attack, victim: Victim) -> None:
    """The page of one's own password, with the victim's name in it."""
    fields = {"current": PASSWORD + "!", "new": "gained by asking", "again": "gained by asking"}
    by.browser.post("/account/password/", {**fields, "person": str(victim.pk), "username": victim.username})


def school_year(by: Attack, victim: Victim) -> None:
    """The change of the year at another school."""
    by.browser.post(f"/school-year/{by.world.places['other']}/", {"year": "2026", "run": "1"})


def teaching(by: Attack, victim: Victim) -> None:
    """A class of another school for the victim, or the victim's for oneself."""
    for pk in range(1, 4):
        fields = {"school_class": str(by.world.places["other_class"]), "subject": "", "day": "2026-11-29"}
        by.browser.post(f"/staff/{pk}/teaching/new/", fields)


def token(by: Attack, victim: Victim) -> None:
    """A token for places and purposes beyond one's own."""
    for place in ("city", "east", "other"):
        fields = {
            "organisation": str(by.world.places[place]),
            "name": "攻击",
            "purpose": "攻击",
            "scopes": "import",
            "last_day": "2027-06-30",
            "requests_per_minute": "600",
        }
        by.browser.post("/tokens/new/", fields)


def demonstration(by: Attack, victim: Victim) -> None:
    """The door of the demonstration, with the victim's name."""
    by.fresh().post("/demo/enter/", {"account": victim.username})


WAYS: Mapping[str, Way] = {
    "slip among the pupils of one's class": slip("/activation/classes/{my_class}/"),
    "slip among the guardians of one's class": slip("/activation/classes/{my_class}/?who=guardians"),
    "slip among the pupils without class": slip("/activation/classes/{mine}/"),
    "slip among one's staff": slip("/activation/staff/{mine}/"),
    "slip among the pupils of another class": slip("/activation/classes/{other_class}/"),
    "slip among the guardians of another class": slip("/activation/classes/{other_class}/?who=guardians"),
    "slip among the staff of another school": slip("/activation/staff/{other}/"),
    "invitation made and used by oneself": invitation,
    "codes guessed": guessed_codes,
    "merger that keeps the victim": merger("first"),
    "merger that keeps the attacker": merger("second"),
    "merger with somebody kept": merger_of_strangers,
    "appointment of oneself": appointment,
    "lending the victim's role": lending,
    "switching to an identity": identity,
    "transfer": transfer,
    "confirming one's own requests": own_requests,
    "another family's consent": consent,
    "another's sessions and factors": sessions,
    "another's password": another_password,
    "another school's year": school_year,
    "teaching elsewhere": teaching,
    "token beyond one's place": token,
    "door of the demonstration": demonstration,
}
ONCE = frozenset(
    {
        "invitation made and used by oneself",
        "codes guessed",
        "appointment of oneself",
        "switching to an identity",
        "transfer",
        "confirming one's own requests",
        "another family's consent",
        "another's sessions and factors",
        "another school's year",
        "teaching elsewhere",
        "token beyond one's place",
    }
)
"""What doesn't depend on the victim is tried once by each attacker."""

SLIPS = tuple(name for name in WAYS if name.startswith("slip"))


def sheets(world: World) -> Iterator[tuple[str, str]]:
    """(target, sheet) that name every victim, as staff, as pupils, and as guardians."""
    staff = "\n".join(f"{v.name},{v.id_number},教师" for v in world.victims)
    yield "staff", f"姓名,身份证号,职务\n{staff}\n"
    pupils = "\n".join(f"{v.name},{v.id_number},三年级,1班" for v in world.victims)
    yield "pupils", f"姓名,身份证号,年级,班级\n{pupils}\n"
    family = "\n".join(f"曾小甲,三年级,1班,{v.name},{v.phone},母亲" for v in world.victims)
    yield "guardians", f"姓名,年级,班级,家长姓名,家长电话,与学生关系\n{family}\n"


def by_wizard(by: Attack, target: str, sheet: str) -> None:
    """Import a sheet as a person does."""
    fields = {"school": str(by.world.places["mine"])}
    by.browser.upload(f"/imports/new/{target}/", fields, "file", "名单.csv", sheet.encode("utf-8-sig"))
    if found := re.search(r"/imports/(\d+)/", by.browser.location):
        run = f"/imports/{found[1]}/"
        _status, page = by.browser.get(f"{run}columns/")
        by.browser.post(f"{run}columns/", _chosen(page))
        by.work(by.browser, run)
        by.browser.post(f"{run}start/", {})
        by.work(by.browser, run)


def by_api(by: Attack, target: str, sheet: str) -> None:
    """Import a sheet as another system does, with a token of one's own."""
    fields = {
        "organisation": str(by.world.places["mine"]),
        "name": "攻击",
        "purpose": "攻击",
        "scopes": "import",
        "last_day": "2027-06-30",
        "requests_per_minute": "600",
    }
    _status, page = by.browser.post("/tokens/new/", fields)
    if found := re.search(r"<code>([^<]+)</code>", page):
        bearer = {"Authorization": f"Bearer {found[1]}"}
        other, values = by.fresh(), {"target": target, "school": str(by.world.places["mine"])}
        _status, told = other.upload("/api/v1/imports", values, "file", "名单.csv", sheet.encode("utf-8-sig"), **bearer)
        if run := re.search(r'"id":\s*"?(\d+)', told):
            by.work(by.browser, f"/imports/{run[1]}/")
            other.post(f"/api/v1/imports/{run[1]}/start", {}, **bearer)
            by.work(by.browser, f"/imports/{run[1]}/")


class _Selects(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.name = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told: dict[str, Any] = dict(attributes)
        if tag == "select":
            self.name = told.get("name") or ""
            self.found.setdefault(self.name, "")
        if tag == "option" and "selected" in told:
            self.found[self.name] = told.get("value") or ""


def _chosen(page: str) -> dict[str, str]:
    """What the form of a page proposes."""
    parser = _Selects()
    parser.feed(page)
    return {name: value for name, value in parser.found.items() if name}


def attempts(by: Attack) -> int:
    """Everything that one attacker can try; returns how often something was tried."""
    by.sign_in()
    tried = 0
    for target, sheet in sheets(by.world):
        for way in (by_wizard, by_api):
            way(by, target, sheet)
            tried += len(by.world.victims)
    for name, attack in WAYS.items():
        victims = by.world.victims[:1] if name in ONCE else by.world.victims
        for victim in victims:
            attack(by, victim)
            tried += 1
    return tried
