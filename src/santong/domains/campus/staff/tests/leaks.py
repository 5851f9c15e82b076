"""How the leak guard plants what hangs on staff."""

from santong.kit.testing.planting import SCHOOLS, Planting, holders

PLANTING = Planting(
    how={"staff.Teaching": lambda world, number: {"kind": "subject_teacher"}},
    also={"staff.Teaching": lambda number: f"{SCHOOLS[number]}-class"},
    unmarked={"staff.Post": "shown by the name of the person"},
    # Who teaches a class, those know who see its pupils.
    seen_by={"staff.Teaching": lambda: holders("staff.view", "pupils.view")},
)
