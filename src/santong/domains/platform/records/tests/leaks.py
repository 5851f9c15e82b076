"""To whom the leak guard may find providers of data shown."""

from santong.kit.testing.planting import MEMBERS, Planting, holders

PLANTING = Planting(
    # Whom the data about oneself comes from, everybody of the school may know.
    seen_by={"records.Provider": lambda: holders("providers.view") | MEMBERS},
)
