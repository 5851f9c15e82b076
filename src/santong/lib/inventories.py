"""What inventory agents report of a device (the JSON of GLPI's `inventory_format`), read safely, and whether two
reports are about one device.

Only what is named here is read. Who was logged in, programs, addresses and keys that agents send along stay out.
Standard library only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MOST_BYTES = 8 * 1024 * 1024
MOST_MARKS = 32
"""Of one kind: a switch has a network address for every port."""
LONGEST = 120
KINDS: Mapping[str, str] = {
    "Computer": "computer", "NetworkEquipment": "network", "Printer": "printer", "Phone": "phone",
}  # fmt: skip
SERIAL, UUID, BOARD, DISK, NETWORK, AGENT = "serial", "uuid", "board", "disk", "mac", "agent"
JUNK = frozenset(
    {
        "tobefilledbyoem", "defaultstring", "systemserialnumber", "baseboardserialnumber", "chassisserialnumber",
        "notspecified", "notapplicable", "notavailable", "notsettable", "none", "null", "na", "unknown", "oem",
        "oemstring",
        "invalid", "empty", "serial", "serialnumber", "systemversion", "systemproductname", "systemmanufacturer",
        "123456789", "1234567890", "0123456789", "01234567890123456789", "12345678", "1234567", "123456", "xxxxxxxx",
        "standard", "type1productconfigid", "mb1234567890", "sn", "nb1234567890", "0x00000000",
        "03000200040005000006000700080009", "00020003000400050006000700080009", "12345678123456781234567812345678",
        "fefefefefefefefefefefefefefefefe", "4c4c4544000020108020a0c04f202020",
    }
)  # fmt: skip
"""What makers write where nothing was written, without signs and in small letters."""
PLAIN = re.compile(r"[^0-9a-z]+")
HEX12 = re.compile(r"[0-9a-f]{12}")


class BadReport(ValueError):
    """It can't be read; the text says why, for whoever runs the agent."""


@dataclass(frozen=True)
class Report:
    """What an agent says of one device. `memory` and `disk` are in MB; None is not told.

    `marks` are what the device is known by: serial number, UUID, numbers of board and disks, network addresses, and
    the agent's own name of itself. `is_partial` reports tell of some parts alone.
    """

    action: str
    kind: str = "computer"
    name: str = ""
    maker: str = ""
    model: str = ""
    serial: str = ""
    system: str = ""
    memory: int | None = None
    disk: int | None = None
    programs: int | None = None
    agent: str = ""
    is_partial: bool = False
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict)


def read_report(body: bytes) -> Report:
    """The report in a body of JSON; raises `BadReport`."""
    if len(body) > MOST_BYTES:
        raise BadReport(f"more than {MOST_BYTES} bytes")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise BadReport(f"no JSON: {type(problem).__name__}") from problem
    if not isinstance(found, dict):
        raise BadReport("no object")
    action = _text(found.get("action")) or "inventory"
    name = _text(found.get("deviceid"))
    if not name:
        raise BadReport("deviceid is missing")
    if action == "contact":
        return Report(action, agent=name)
    content = found.get("content")
    if not isinstance(content, dict) or not _text(content.get("versionclient")):
        raise BadReport("content with versionclient is missing")
    return _read(found, content, action, name)


def _read(found: Mapping[str, Any], content: Mapping[str, Any], action: str, agent: str) -> Report:
    bios, hardware, device = (_object(content.get(part)) for part in ("bios", "hardware", "network_device"))
    system = _object(content.get("operatingsystem"))
    serial = _text(bios.get("ssn")) or _text(device.get("serial"))
    is_partial = found.get("partial") is True
    # Volumes are less than the disks that they lie on: they count where no disks are told, never in a part of a report.
    volumes = None if is_partial else _sum(_rows(content, "drives"), "total")
    return Report(
        action=action,
        kind=KINDS.get(_text(found.get("itemtype")), _kind_of(device)),
        name=_text(hardware.get("name")) or _text(device.get("name")),
        maker=_text(bios.get("smanufacturer")) or _text(device.get("manufacturer")) or _text(bios.get("mmanufacturer")),
        model=_text(bios.get("smodel")) or _text(device.get("model")) or _text(bios.get("mmodel")),
        serial="" if is_junk(serial) else serial,
        system=_text(system.get("full_name")) or _text(system.get("name")) or _text(device.get("firmware")),
        memory=_number(hardware.get("memory")) or _number(device.get("ram")),
        disk=_sum(_rows(content, "storages"), "disksize") or volumes,
        programs=len(_rows(content, "softwares")) if "softwares" in content else None,
        agent=_text(content.get("versionclient")),
        is_partial=is_partial,
        marks=_marks(content, bios, hardware, device, agent),
    )


def _kind_of(device: Mapping[str, Any]) -> str:
    kinds = {"Networking": "network", "Printer": "printer", "Phone": "phone"}
    return kinds.get(_text(device.get("type")), "network" if device else "computer")


def _marks(
    content: Mapping[str, Any], bios: Mapping[str, Any], hardware: Mapping[str, Any], device: Mapping[str, Any],
    agent: str,
) -> dict[str, frozenset[str]]:  # fmt: skip
    networks = [row for row in _rows(content, "networks") if row.get("virtualdev") is not True]
    disks = [row for row in _rows(content, "storages") if _text(row.get("interface")).upper() != "USB"]
    told: dict[str, Iterable[Any]] = {
        SERIAL: (bios.get("ssn"), device.get("serial")),
        UUID: (hardware.get("uuid"),),
        BOARD: (bios.get("msn"),),
        DISK: (row.get("serial") or row.get("serialnumber") for row in disks),
        NETWORK: (*(row.get("mac") for row in networks), device.get("mac")),
        AGENT: (agent,),
    }
    good = {kind: sorted({mark for each in values if (mark := mark_of(kind, each))}) for kind, values in told.items()}
    return {kind: frozenset(marks[:MOST_MARKS]) for kind, marks in good.items() if marks}


def mark_of(kind: str, value: Any) -> str:
    """A mark in one way of writing; "" for what tells no device from another."""
    text = _text(value)
    if kind == AGENT:
        return text
    plain = PLAIN.sub("", text.lower())
    if kind == NETWORK:
        return plain if HEX12.fullmatch(plain) and not _is_made_up(plain) else ""
    return "" if is_junk(text) else plain


def _is_made_up(address: str) -> bool:
    """Whether a network address is nobody's: for groups, made up by the machine (second bit), or a filler."""
    return bool(int(address[:2], 16) & 3) or len(set(address)) == 1 or address[:6] in ("005056", "080027", "000000")


def is_junk(value: str) -> bool:
    """Whether a maker has written nothing in this place, in many words."""
    plain = PLAIN.sub("", value.lower())
    return len(plain) < 4 or plain in JUNK or len(set(plain)) == 1 or plain.startswith("tobefilled")


Marks = Mapping[str, frozenset[str]]


def is_same(known: Marks, told: Marks) -> bool:
    """Whether two sets of marks are of one device.

    A serial number decides, unless everything else says otherwise: cheap makers give many machines one. Then UUIDs,
    which cloned machines share, and so are believed only if no other part contradicts. Without both, parts decide.
    What a device is called, and what runs on it, never counts: it is renamed and set up anew.
    """
    serial, uuid = _compare(known, told, SERIAL), _compare(known, told, UUID)
    parts = [_compare(known, told, kind) for kind in (BOARD, DISK, NETWORK)]
    if serial is not None:
        return serial and not (uuid is False and parts.count(False) >= 2 and True not in parts)
    if uuid:
        return True in parts or False not in parts
    if uuid is False:
        return parts.count(True) >= 2
    if any(part is not None for part in parts):
        board, disk, _network = parts
        return True in parts and not (disk is False and board is not True)
    return not _has_hardware(known) and not _has_hardware(told) and bool(_compare(known, told, AGENT))


def _compare(known: Marks, told: Marks, kind: str) -> bool | None:
    """Whether two share a mark of a kind; None where one of them has none."""
    one, other = known.get(kind), told.get(kind)
    return bool(one & other) if one and other else None


def _has_hardware(marks: Marks) -> bool:
    return any(marks.get(kind) for kind in (SERIAL, UUID, BOARD, DISK, NETWORK))


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _rows(content: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    value = content.get(name)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    text = "".join(
        sign for sign in str(value)[: 2 * LONGEST] if sign.isprintable() and not "\ud800" <= sign <= "\udfff"
    )
    return text.strip()[:LONGEST]


def _number(value: Any) -> int | None:
    good = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31
    return value if good else None


def _sum(rows: Iterable[Mapping[str, Any]], name: str) -> int | None:
    found = sum(_number(row.get(name)) or 0 for row in rows)
    return found if 0 < found < 2**31 else None
