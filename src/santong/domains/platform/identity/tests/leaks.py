"""To whom the leak guard may find people shown."""

from santong.kit.testing.planting import MEMBERS, NOBODY_ELSE, Planting, holders, staff

PLANTING = Planting(
    unmarked={"identity.SecurityEvent": "a word of a few, which only the holder of the account sees"},
    seen_by={
        "identity.Person:adopted": lambda: holders(
            "people.view", "staff.view", "appointments.view", "adoptions.decide"
        ),
        "identity.Person:guardian": lambda: holders("people.view", "guardians.view", "appointments.view"),
        "identity.Person:leaver": lambda: holders("people.view", "pupils.view", "transfers.view"),
        "identity.Person:pupil": lambda: holders("people.view", "pupils.view", "appointments.view"),
        # Colleagues, and families of the school, know who works there.
        "identity.Person:staff": lambda: staff() | MEMBERS,
        "identity.SecurityEvent": lambda: NOBODY_ELSE,
    },
)
