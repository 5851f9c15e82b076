"""How the leak guard plants pairs of people."""

from santong.kit.testing.planting import FIRST, STEP, Planting

PLANTING = Planting(
    how={
        "duplicates.Suspicion": lambda world, number: {
            "first_id": FIRST + number,
            "second_id": FIRST + number + STEP,
            "merger": None,
        },
        "duplicates.Merger": lambda world, number: {"kept_id": FIRST + number, "dropped_id": FIRST + number + 3 * STEP},
    },
    unmarked={"duplicates.Merger": "shown by the names of the two people"},
)
