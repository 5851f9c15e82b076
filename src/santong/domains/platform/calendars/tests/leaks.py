"""How the leak guard plants calendars."""

from datetime import date, time

from santong.kit.testing.planting import Planting

PLANTING = Planting(
    how={
        "calendars.Period": lambda world, number: {"begins": time(8), "ends": time(9)},
        "calendars.Term": lambda world, number: {"ends": date(2026, 12, 9)},
    },
    unmarked={"calendars.Term": "dates; its organisation has a name"},
)
