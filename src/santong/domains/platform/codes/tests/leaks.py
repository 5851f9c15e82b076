"""What the leak guard needn't plant: standards belong to everybody."""

from santong.kit.testing.planting import Planting

PLANTING = Planting(
    left_out=dict.fromkeys(("codes.CodeTable", "codes.Code"), "standards of the whole country"),
)
