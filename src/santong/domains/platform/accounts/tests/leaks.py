"""How the leak guard plants requests for help."""

from santong.kit.testing.planting import Planting

PLANTING = Planting(unmarked={"accounts.HelpRequest": "says who asks, and one of four reasons"})
