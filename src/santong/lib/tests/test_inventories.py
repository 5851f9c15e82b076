"""Reports of inventory agents: what is read of them, and which are about one device."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.lib.inventories import (
    MOST_BYTES,
    BadReport,
    Report,
    is_junk,
    is_same,
    mark_of,
    read_report,
)

PC = {
    "deviceid": "pc-1-2026-01-01-08-00-00",
    "itemtype": "Computer",
    "action": "inventory",
    "content": {
        "versionclient": "GLPI-Agent_v1.7",
        "bios": {"ssn": "QY123456", "msn": "BRD-77-1", "smanufacturer": "启云", "smodel": "T500"},
        "hardware": {"name": "pc-1", "uuid": "4C4C4544-0034-3010-8048-B6C04F503732", "memory": 8192,
                     "lastloggeduser": "王老师"},
        "operatingsystem": {"full_name": "Windows 11 专业版", "ssh_key": "secret"},
        "networks": [{"mac": "3C:52:82:11:22:33"}, {"mac": "02:42:ac:11:00:02"}, {"mac": "08:00:27:00:00:01"},
                     {"mac": "3c:52:82:99:99:99", "virtualdev": True}],
        "storages": [{"serial": "S4EVNX0R", "disksize": 512000}, {"serial": "USBSTICK1", "interface": "USB"}],
        "softwares": [{"name": "A"}, {"name": "B"}],
        "unheard_of": {"x": 1},
    },
}  # fmt: skip


def read(**changed: Any) -> Report:
    return read_report(json.dumps({**PC, **changed}).encode())


def test_what_is_asked_for_is_read_and_nothing_else() -> None:
    found = read()
    assert (found.kind, found.name, found.maker, found.model) == ("computer", "pc-1", "启云", "T500")
    assert (found.serial, found.system, found.memory, found.disk, found.programs) == (
        "QY123456", "Windows 11 专业版", 8192, 512000, 2,
    )  # fmt: skip
    assert "王老师" not in repr(found) and "secret" not in repr(found)
    assert found.marks["mac"] == {"3c5282112233"} and found.marks["disk"] == {"s4evnx0r"}


@pytest.mark.parametrize("body", [
    b"", b"{", b"[]", b"1", b"{}", b'{"deviceid": "x"}', b'{"deviceid": "", "content": {"versionclient": "1"}}',
    b'{"deviceid": "x", "content": []}', b'{"deviceid": "x", "content": {}}', b"[" * 100_000, b"\xff\xfe",
    b" " * (MOST_BYTES + 1),
])  # fmt: skip
def test_what_is_no_report_is_refused(body: bytes) -> None:
    with pytest.raises(BadReport):
        read_report(body)


odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
parts = ["bios", "hardware", "operatingsystem", "networks", "storages", "softwares", "drives", "network_device"]


@given(st.dictionaries(st.sampled_from(parts), odd), odd, odd)
def test_odd_content_is_read_or_refused_and_never_worse(content: dict[str, Any], kind: Any, partial: Any) -> None:
    given = {"deviceid": "x", "itemtype": kind if isinstance(kind, str) else "", "partial": partial}
    body = json.dumps({**given, "content": {"versionclient": "1", **content}}).encode()
    found = read_report(body)
    assert all(len(text) <= 120 for text in (found.name, found.model, found.system))


@pytest.mark.parametrize("value", [
    "To be filled by O.E.M.", "To Be Filled By O.E.M", "Default string", "0000000000", "System Serial Number", "None",
    "", "N/A", "123456789", "........", "XXXXXXXX", "03000200-0400-0500-0006-000700080009", "ab1",
    "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
])  # fmt: skip
def test_what_makers_leave_in_place_of_a_number_is_none(value: str) -> None:
    assert is_junk(value) and not mark_of("serial", value)


@pytest.mark.parametrize("value", ["640HP72", "8C554721F", "PHCVN191TG", "PF1ABCDE"])
def test_real_numbers_count(value: str) -> None:
    assert not is_junk(value)


@pytest.mark.parametrize("address", ["00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "02:42:ac:11:00:02", "01:00:5e:00:00:01",
                                     "00:50:56:c0:00:08", "nonsense", "3c:52:82"])  # fmt: skip
def test_made_up_network_addresses_are_nobodys(address: str) -> None:
    assert mark_of("mac", address) == ""


def marks(**values: str) -> dict[str, frozenset[str]]:
    return {kind: frozenset(text.split()) for kind, text in values.items()}


SAME = [
    ("renamed", marks(serial="s1", uuid="u1", mac="m1", agent="a1"),
     marks(serial="s1", uuid="u1", mac="m1", agent="a2")),
    ("another card", marks(serial="s1", mac="m1"), marks(serial="s1", mac="m2")),
    ("another board", marks(serial="s1", uuid="u1", board="b1", mac="m1", disk="d1"),
     marks(serial="s1", uuid="u2", board="b2", mac="m2", disk="d1")),
    ("no serial, another card", marks(uuid="u1", mac="m1", disk="d1"), marks(uuid="u1", mac="m2", disk="d1")),
    ("no serial, another disk", marks(uuid="u1", mac="m1", disk="d1"), marks(uuid="u1", mac="m1", disk="d2")),
    ("flashed", marks(uuid="u1", board="b1", mac="m1"), marks(uuid="u2", board="b1", mac="m1")),
    ("nothing but cards", marks(mac="m1 m2"), marks(mac="m2 m3")),
    ("nothing but the agent", marks(agent="a1"), marks(agent="a1")),
    ("serial alone", marks(serial="s1"), marks(serial="s1", uuid="u1")),
]  # fmt: skip
OTHER = [
    ("cloned disk image", marks(serial="s1", uuid="u1", agent="a1"), marks(serial="s2", uuid="u2", agent="a1")),
    ("cloned machine with its uuid", marks(uuid="u1", mac="m1", disk="d1"), marks(uuid="u1", mac="m2", disk="d2")),
    ("one serial for all", marks(serial="s1", uuid="u1", board="b1", mac="m1"),
     marks(serial="s1", uuid="u2", board="b2", mac="m2")),
    ("a dock that goes round", marks(mac="m1", disk="d1"), marks(mac="m1", disk="d2")),
    ("uuid of a maker", marks(serial="s1", uuid="u1"), marks(serial="s2", uuid="u1")),
    ("the same agent on other parts", marks(agent="a1", mac="m1"), marks(agent="a1", mac="m2")),
    ("nothing in common", marks(serial="s1"), marks(uuid="u1")),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "other"), SAME, ids=[why for why, _one, _other in SAME])
def test_one_device(why: str, one: Any, other: Any) -> None:
    assert is_same(one, other) and is_same(other, one)


@pytest.mark.parametrize(("why", "one", "other"), OTHER, ids=[why for why, _one, _other in OTHER])
def test_two_devices(why: str, one: Any, other: Any) -> None:
    assert not is_same(one, other) and not is_same(other, one)


some_marks = st.dictionaries(
    st.sampled_from(["serial", "uuid", "board", "disk", "mac", "agent"]),
    st.frozensets(st.sampled_from("abc"), min_size=1, max_size=2),
)


@given(some_marks, some_marks)
def test_being_the_same_is_mutual(one: Any, other: Any) -> None:
    assert is_same(one, other) == is_same(other, one)


@given(some_marks)
def test_whatever_has_a_mark_is_itself(one: Any) -> None:
    assert is_same(one, one) == bool(one)
