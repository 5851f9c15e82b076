"""What the leak guard knows of organisations; it plants them itself."""

from santong.kit.testing.planting import Planting

PLANTING = Planting(
    unmarked={
        "organisations.GradeProfile": "numbers; its grade has a name",
        "organisations.UnionMember": "shown by the names of the two schools",
    },
)
