"""What modules declare about themselves, gathered once at start-up.

A domain module has a `module.py` with one `MODULE = Module(...)`. `load()` imports every one of
them (the list is `settings.SANTONG_MODULES`), and `validate()` refuses a declaration that names
something unknown, so a typing error stops the start instead of hiding a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from santong.kit.access import Viewer
    from santong.kit.imports.targets import ImportTarget
    from santong.kit.jobs.declare import JobTask

Label = str | Promise


@dataclass(frozen=True)
class Role:
    """A function that a person holds on an organisation.

    `category` groups roles into the identities that a person switches between:
    "staff", "pupil" or "parent". `strong` asks for a second factor at sign-in.
    """

    name: str
    label: Label
    category: str = "staff"
    strong: bool = False


@dataclass(frozen=True)
class Permission:
    """A named action, and the roles that hold it on the organisation of their appointment."""

    name: str
    label: Label
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class MenuItem:
    """One line of the side navigation. Shown to whoever holds `permission` anywhere.

    `dock` puts it into the phone's dock (five places, lowest `order` first); `badge` counts
    what waits for this viewer.
    """

    label: Label
    url_name: str
    icon: str
    permission: str | None = None
    section: str = "main"
    order: int = 100
    dock: bool = False
    categories: tuple[str, ...] = ()
    badge: Callable[[Viewer], int] | None = None

    def shown_to(self, viewer: Viewer) -> bool:
        """Whether the viewer can use the page that this leads to."""
        if self.categories and viewer.category not in self.categories:
            return False
        return self.permission is None or viewer.can(self.permission)


@dataclass(frozen=True)
class HomeCard:
    """A card on the home page: `render(request)` gives HTML, or "" when there is nothing to say.

    `width` is "full", "wide" or "narrow".
    """

    name: str
    render: Callable[[Any], str]
    permission: str | None = None
    order: int = 100
    width: str = "wide"


@dataclass(frozen=True)
class DayNote:
    """A few words about today beside the date on the home page; `text(request)` gives them, or ""."""

    name: str
    text: Callable[[Any], str]
    order: int = 100


@dataclass(frozen=True)
class SearchHit:
    """One row of the command palette; one that `goes_on` puts that into the box instead of leading somewhere."""

    title: str
    url: str
    subtitle: str = ""
    icon: str = "file"
    goes_on: str = ""


@dataclass(frozen=True)
class SearchSource:
    """Answers `find(viewer, query, limit)` with hits that the viewer may open."""

    name: str
    label: Label
    find: Callable[[Viewer, str, int], Iterable[SearchHit]]
    order: int = 100


@dataclass(frozen=True)
class Verb:
    """Something to do, found in the command palette by its label, or by one of `words` (with blanks between them).

    `url_name` is where it is done. `find(viewer, query, limit)` gives what it can be done to, as
    hits that lead to the deed: "Transfer Zhang" finds Zhang and opens the transfer. Shown to whoever
    holds `permission` anywhere and acts in one of `categories` (none: any).
    """

    label: Label
    icon: str
    permission: str | None = None
    url_name: str = ""
    url_args: tuple[str, ...] = ()
    words: Label = ""
    find: Callable[[Viewer, str, int], Iterable[SearchHit]] | None = None
    categories: tuple[str, ...] = ()
    order: int = 100

    def shown_to(self, viewer: Viewer) -> bool:
        """Whether the viewer can do this anywhere."""
        if self.categories and viewer.category not in self.categories:
            return False
        return self.permission is None or viewer.can(self.permission)


@dataclass(frozen=True)
class DemoStep:
    """Fills the demonstration region, in `order`: `run` is the dotted path of a function of the region.

    A path and not the function, so that nothing else loads what only a demonstration needs.
    """

    name: str
    run: str
    order: int = 100

    def fill(self, region: Any) -> None:
        """Do the step's work."""
        import_string(self.run)(region)


@dataclass(frozen=True)
class ScheduledJob:
    """Runs a job without arguments at the times of a five-field cron line, in the platform's time zone."""

    name: str
    cron: str
    task: JobTask[[], Any]
    order: int = 100


@dataclass(frozen=True)
class Published:
    """A model whose changes other systems may follow, as the API calls its rows.

    `part_of` gives the row that a row belongs to, for tables with more facts about it. A change
    of nothing but `ignored` fields is nobody's business.
    """

    name: str
    model: str
    part_of: Callable[[Any], Any] | None = None
    ignored: frozenset[str] = frozenset()
    order: int = 100


@dataclass(frozen=True)
class MenuSection:
    """A heading of the side navigation; "main" has none, "person" is the menu of one's account."""

    name: str
    label: Label
    order: int = 100


@dataclass(frozen=True)
class Module:
    """Everything that the rest of the platform needs to know about one module."""

    name: str
    label: Label
    roles: Sequence[Role] = ()
    permissions: Sequence[Permission] = ()
    sections: Sequence[MenuSection] = ()
    menu: Sequence[MenuItem] = ()
    home_cards: Sequence[HomeCard] = ()
    day_notes: Sequence[DayNote] = ()
    search_sources: Sequence[SearchSource] = ()
    verbs: Sequence[Verb] = ()
    demo: Sequence[DemoStep] = ()
    schedule: Sequence[ScheduledJob] = ()
    imports: Sequence[ImportTarget] = ()
    published: Sequence[Published] = ()


@dataclass
class Registry:
    """The declarations of all modules, by kind."""

    modules: list[Module] = field(default_factory=list)
    roles: dict[str, Role] = field(default_factory=dict)
    permissions: dict[str, Permission] = field(default_factory=dict)

    def add(self, module: Module) -> None:
        """Take in a module; a role or permission declared twice is refused."""
        self.modules.append(module)
        for role in module.roles:
            _add_once(self.roles, role.name, role)
        for permission in module.permissions:
            _add_once(self.permissions, permission.name, permission)

    def every(self, kind: str) -> Iterator[Any]:
        """All declarations of one kind ("menu", "demo" …), lowest `order` first."""
        found = [item for module in self.modules for item in getattr(module, kind)]
        return iter(sorted(found, key=lambda item: item.order))

    def permissions_of(self, role: str) -> frozenset[str]:
        """The names of the permissions that a role holds."""
        return self._by_role().get(role, frozenset())

    def roles_with(self, permission: str) -> frozenset[str]:
        """The roles that hold a permission; an unknown name is a programming error."""
        if permission not in self.permissions:
            raise UnknownPermission(permission)
        return frozenset(self.permissions[permission].roles)

    def _by_role(self) -> dict[str, frozenset[str]]:
        held: dict[str, set[str]] = {}
        for permission in self.permissions.values():
            for role in permission.roles:
                held.setdefault(role, set()).add(permission.name)
        return {role: frozenset(names) for role, names in held.items()}


class UnknownPermission(ImproperlyConfigured):
    """A permission name that no module declares."""


def _add_once(table: dict[str, Any], name: str, value: Any) -> None:
    if name in table:
        raise ImproperlyConfigured(f"{name!r} is declared twice")
    table[name] = value


registry = Registry()


def load() -> None:
    """Import the `MODULE` of every module named in `settings.SANTONG_MODULES`."""
    for path in settings.SANTONG_MODULES:
        registry.add(import_module(f"{path}.module").MODULE)


def validate() -> list[str]:
    """Names used in declarations that nobody declares, as sentences."""
    problems = [
        f"permission {permission.name!r} names the unknown role {role!r}"
        for permission in registry.permissions.values()
        for role in permission.roles
        if role not in registry.roles
    ]
    sections = {section.name for section in registry.every("sections")} | {"main", "person"}
    items = [item for kind in ("menu", "home_cards", "imports", "verbs") for item in registry.every(kind)]
    problems += [
        f"{item!r} names the unknown permission {item.permission!r}"
        for item in items
        if item.permission is not None and item.permission not in registry.permissions
    ]
    problems += [
        f"menu item {item.url_name!r} names the unknown section {item.section!r}"
        for item in registry.every("menu")
        if item.section not in sections
    ]
    return problems
