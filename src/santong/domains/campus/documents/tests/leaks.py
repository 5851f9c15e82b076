"""How the leak guard plants documents, and to whom they show: those who see the documents of the very place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from santong.kit.testing.planting import Planting, World, holders

MODELS = (
    "Series", "Number", "Document", "Version", "Cosigner", "DocumentFile", "Delivery", "Incoming", "IncomingFile",
    "Part", "Remark", "ArchiveItem",
)  # fmt: skip


def _seen() -> frozenset[str]:
    return holders("documents.view")


def _document(world: World, number: int) -> Mapping[str, Any]:
    return {"state": "running", "request": None, "number": None, "answers": None, "signatory": None, "sealed_by": None}


def _incoming(world: World, number: int) -> Mapping[str, Any]:
    return {"state": "registered", "delivery": None, "answers": None, "number": 1, "year": 2026}


def _delivery(world: World, number: int) -> Mapping[str, Any]:
    return {"state": "sent", "signed_by": None}


PLANTING = Planting(
    how={
        "documents.Series": lambda world, number: {"is_open": True, "first_year": None},
        "documents.Number": lambda world, number: {"number": 1, "year": 2026},
        "documents.Document": _document,
        "documents.Version": lambda world, number: {"number": 1},
        "documents.Delivery": _delivery,
        "documents.Incoming": _incoming,
        "documents.Part": lambda world, number: {"role": "handles", "done": False},
        "documents.Remark": lambda world, number: {"verb": "register"},
        "documents.ArchiveItem": lambda world, number: {"incoming": None, "retention": "ten", "year": 2026, "item": 1},
    },
    unmarked={
        "documents.Cosigner": "shown by the names of people",
        "documents.DocumentFile": "shown by the name of its file",
        "documents.IncomingFile": "shown by the name of its file",
        "documents.Part": "shown by the names of people",
    },
    # A document is no record about whoever drafted it: it shows to those who keep the documents of its place.
    published=frozenset({"documents.Document"}),
    seen_by={f"documents.{name}": _seen for name in MODELS},
)
