"""The modules of the platform, found by their folders: whatever holds a `module.py` is one."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

DOMAINS = ("platform", "campus", "learning", "governance")
"""The domains, each above the one before it."""


def every_module(package: Path) -> list[str]:
    """The dotted names of all modules, the lower layers first, in a layer by the alphabet.

    `package` is the folder of `santong`. A folder of a domain that `DOMAINS` doesn't name is refused.
    """
    domains = package / "domains"
    unknown = {path.parents[1].name for path in domains.glob("*/*/module.py")} - set(DOMAINS)
    if unknown:
        raise UnknownDomain(", ".join(sorted(unknown)))
    layers = [package.glob("kit/module.py"), package.glob("kit/*/module.py")]
    layers += [domains.glob(f"{domain}/*/module.py") for domain in DOMAINS]
    return [_name(path, package) for layer in layers for path in sorted(layer)]


class UnknownDomain(Exception):
    """A module lies in a folder that is no domain."""


def with_part(part: str) -> list[str]:
    """The dotted names of a part ("urls", "api") in the modules of the domains that have it."""
    domains = [module for module in settings.SANTONG_MODULES if ".domains." in module]
    return [f"{module}.{part}" for module in domains if find_spec(f"{module}.{part}")]


def _name(path: Path, package: Path) -> str:
    return ".".join(("santong", *path.parent.relative_to(package).parts))
