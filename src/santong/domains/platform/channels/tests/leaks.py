"""How the leak guard plants channels, and what people want to be told there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from santong.domains.platform.channels import sealing
from santong.kit.testing.planting import NOBODY_ELSE, Planting, World


def _address(world: World, number: int) -> Mapping[str, Any]:
    index = sealing.index_of("email", f"p{number}@example.cn")
    cipher = sealing.seal_address("email", index, f"p{number}@example.cn")
    return {"medium": "email", "index": index, "cipher": cipher, "problem": "", "label": f"Mailbox {number}"}


PLANTING = Planting(
    how={
        "channels.Address": _address,
        "channels.Wish": lambda world, number: {"kind": "receipts"},
        "channels.Times": lambda world, number: {},
    },
    unmarked={
        "channels.Wish": "shown by the address that it belongs to",
        "channels.Times": "has times alone",
        "channels.Address": "sealed, and shown masked",
    },
    left_out={"channels.Channel": "belongs to the whole region; there is one for each medium"},
    seen_by={
        "channels.Address": lambda: NOBODY_ELSE,
        "channels.Wish": lambda: NOBODY_ELSE,
        "channels.Times": lambda: NOBODY_ELSE,
    },
)
