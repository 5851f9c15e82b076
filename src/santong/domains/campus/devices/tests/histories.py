"""Histories of computers: renamed, set up anew, given another card, cloned; and for which devices they are taken."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field, replace

from santong.domains.campus.devices.actions import take_in
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM
from santong.lib.inventories import read_report


@dataclass
class Machine:
    """A computer as it is in truth, with the number that only the test knows."""

    truth: int
    serial: str
    uuid: str
    board: str
    disk: str
    mac: str
    name: str
    agent: str
    history: list[str] = field(default_factory=list)

    def report(self) -> bytes:
        content = {
            "versionclient": "GLPI-Agent_v1.7",
            "bios": {"ssn": self.serial, "msn": self.board},
            "hardware": {"name": self.name, "uuid": self.uuid, "memory": 4096},
            "networks": [{"mac": self.mac}, {"mac": "02:42:00:00:00:01"}],
            "storages": [{"serial": self.disk, "disksize": 256000}],
        }
        return json.dumps({"deviceid": self.agent, "itemtype": "Computer", "content": content}).encode()


class Shop:
    """Makes machines and what happens to them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.made = 0

    def part(self, name: str) -> str:
        return f"{name}{self.random.randrange(16**10):010x}"

    def address(self) -> str:
        tail = f"{self.random.randrange(16**6):06x}"
        return f"3c:52:82:{tail[:2]}:{tail[2:4]}:{tail[4:]}"

    def machine(self) -> Machine:
        self.made += 1
        junk = self.random.random() < 0.3
        serial = (
            self.random.choice(["To be filled by O.E.M.", "Default string", "0000000"]) if junk else self.part("SN")
        )
        uuid = "03000200-0400-0500-0006-000700080009" if junk and self.random.random() < 0.5 else self.part("UU")
        board = "Default string" if junk else self.part("BD")
        name = f"pc-{self.made}"
        return Machine(self.made, serial, uuid, board, self.part("DK"), self.address(), name, f"{name}-2026")

    def happens(self, machine: Machine) -> Machine:
        """One of: renamed, set up anew, another card, cloned onto a new machine."""
        what = self.random.choice(("renamed", "re-imaged", "card", "clone"))
        machine.history.append(what)
        if what == "renamed":
            machine.name = f"x-{self.random.randrange(99)}"
        elif what == "re-imaged":
            machine.name, machine.agent = "DESKTOP", self.part("agent")
        elif what == "card":
            machine.mac = self.address()
        else:
            return replace(self.machine(), name=machine.name, agent=machine.agent, history=["clone"])
        return machine


def devices_of(school: Organisation, seed: int, length: int) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Play a history; which devices each machine was taken for, and which machines stand behind each device."""
    shop, by_machine, by_device = Shop(seed), {}, {}
    machines = [shop.machine()]
    for _event in range(length):
        for machine in machines:
            device = take_in(acting=SYSTEM, school=school, report=read_report(machine.report()))
            by_machine.setdefault(machine.truth, set()).add(device.pk)
            by_device.setdefault(device.pk, set()).add(machine.truth)
        changed = shop.happens(shop.random.choice(machines))
        if changed not in machines:
            machines.append(changed)
    return by_machine, by_device
