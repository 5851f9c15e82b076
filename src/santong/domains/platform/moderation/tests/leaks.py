"""How the leak guard plants word lists."""

from santong.kit.testing.planting import Planting

PLANTING = Planting(how={"moderation.Word": lambda world, number: {"sounds": ""}})
