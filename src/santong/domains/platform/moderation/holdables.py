"""What other modules let be held for review.

    MODULE = Module(…, declares=(Holdable(
        name="clubs.post", label=_("Post in a club"), places={"title": _("title"), "text": _("text")},
        describe=describe_post, settle=settle_post,
    ),))

`name` is the model ("app.model").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.moderation.models import Case, Level
from santong.kit.access import Viewer
from santong.kit.registry import Label, Named, registry


@dataclass(frozen=True)
class Around:
    """What was said around something that readers reported: by whom, and whether it is what they reported."""

    who: str
    text: str
    is_it: bool = False


@dataclass(frozen=True)
class Subject:
    """One object as moderators need it: `texts` by place, `path` of the organisation it comes from.

    `address` leads to it, for those whom `opens_for` answers True; `author_id` may not decide about it.
    `level` is the one that has let it in: nobody below takes it out. `around(viewer)` gives what a moderator has to
    read beside something reported to understand it, and writes down that they did.
    """

    title: str
    path: str
    texts: Mapping[str, str]
    author_id: int | None = None
    address: str = ""
    opens_for: Callable[[Viewer], bool] = lambda viewer: True
    level: Level = Level.SCHOOL
    around: Callable[[Viewer], Iterable[Around]] | None = None


@dataclass(frozen=True)
class Holdable(Named):
    """A kind of object whose texts are checked.

    `places` names the parts of its texts. `describe(id)` answers the object, None when it is gone.
    `settle(acting, id, state, reason)` brings a decision about, or takes it back: `state` is one of
    `Case.State` "released", "rejected" (with a reason) or "waiting". `shown()` gives the ids of all objects
    that somebody sees or is about to: when the lists grow, they are checked again.
    """

    name: str
    label: Label
    places: Mapping[str, Label]
    describe: Callable[[int], Subject | None]
    settle: Callable[[Viewer, int, str, str], None]
    shown: Callable[[], Iterable[int]] | None = None

    def faults(self) -> Iterator[str]:
        """A kind under a wrong name would open cases that nobody could look at."""
        if self.name not in {model._meta.label_lower for model in apps.get_models()}:
            yield f"{self.name!r} is held for review, but no model is called so"
        if not self.places:
            yield f"{self.name!r} is held for review, but names no places of its texts"


class UnknownKind(LookupError):
    """Nobody declares this kind of object."""


def kind_named(name: str) -> Holdable:
    """The kind of this name; raises `UnknownKind`."""
    declared = registry.by_name(Holdable)
    if name not in declared:
        raise UnknownKind(name)
    return declared[name]


def kind_of(case: Case) -> Holdable:
    """The kind of something that is held, or was; a stand-in when its module no longer declares it.

    Such a case is listed, shown and closed like one whose object is gone.
    """
    gone = Holdable(case.kind, _("No longer available"), {}, lambda key: None, lambda *decision: None)
    return registry.by_name(Holdable).get(case.kind, gone)


def kinds_shown() -> list[tuple[str, Callable[[], Iterable[int]]]]:
    """The kinds whose objects are checked again when the lists grow."""
    return [(kind.name, kind.shown) for kind in registry.of(Holdable) if kind.shown is not None]


def kinds() -> list[tuple[str, Label]]:
    """Names and labels of all kinds, as choices."""
    return [(kind.name, kind.label) for kind in registry.of(Holdable)]
