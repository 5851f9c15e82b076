"""How the leak guard plants the library."""

from django.apps import apps

from santong.kit.testing.planting import EVERYBODY, FIRST, NOBODY_ELSE, Planting, World, holders


def _version(world: World, number: int) -> None:
    """What no resource is without: its first version, with the file of its school."""
    version = apps.get_model("resources.Version")._base_manager.create(resource_id=FIRST + number, number=1)
    apps.get_model("resources.Part")._base_manager.create(version=version, file_id=FIRST + number)


OWN = ("Collection", "Mark", "Playing", "Progress", "SavedSearch")
CATALOGUE = ("Node", "Point", "Textbook")

PLANTING = Planting(
    how={"resources.Key": lambda world, number: {"person": None}},
    shared=frozenset(f"resources.{name}" for name in CATALOGUE),
    unmarked={
        **dict.fromkeys((f"resources.{name}" for name in CATALOGUE), "textbooks belong to everybody"),
        "resources.Playing": "a place in a file",
    },
    seen_by={
        **{f"resources.{name}": lambda: NOBODY_ELSE for name in OWN},
        **{f"resources.{name}": lambda: EVERYBODY for name in CATALOGUE},
        "resources.Resource": lambda: holders("resources.oversee", "resources.review"),
        "resources.Review": lambda: holders("resources.oversee", "resources.review"),
        "resources.SynonymGroup": lambda: holders("resources.change_catalogue"),
    },
    published=frozenset({"resources.Resource"}),
    after=_version,
)
