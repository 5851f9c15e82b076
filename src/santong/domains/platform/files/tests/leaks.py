"""How the leak guard plants files."""

from santong.kit.testing.planting import NOBODY_ELSE, Planting, holders

PLANTING = Planting(
    how={"files.Allowance": lambda world, number: {"person": None}},
    unmarked={"files.Allowance": "a number of bytes; shown by the name of its place"},
    seen_by={
        "files.Blob": lambda: NOBODY_ELSE,
        # A resource's files are named to whoever reviews it.
        "files.File": lambda: holders("resources.oversee", "resources.review"),
        "files.Subtitle": lambda: NOBODY_ELSE,
        "files.Upload": lambda: NOBODY_ELSE,
    },
)
