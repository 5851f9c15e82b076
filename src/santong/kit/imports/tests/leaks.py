"""How the leak guard plants imports."""

from santong.kit.imports.sealing import seal_data
from santong.kit.testing.planting import FIRST, Planting

HEAD = {"name": "", "hidden": False, "height": 2, "rows": [["x"], ["y"]], "merges": []}
"""The first rows of an imported sheet."""

PLANTING = Planting(
    how={
        "imports.ImportRun": lambda world, number: {
            "target_name": "organisations",
            "context": {"parent": FIRST + number, "kind": "department"},
            "head": seal_data([HEAD]),
        },
    },
)
