"""Which providers there are, and where."""

from __future__ import annotations

from santong.domains.platform.records.models import Provider


def provider_paths() -> dict[int, str]:
    """The organisation path of every provider."""
    rows = Provider.objects.unscoped("statements are told apart by their providers' organisations")
    return dict(rows.values_list("pk", "path"))


def providers_below(path: str) -> frozenset[int] | None:
    """The providers at or below `path`; None when those are all there are."""
    paths = provider_paths()
    found = frozenset(pk for pk, where in paths.items() if where.startswith(path))
    return None if len(found) == len(paths) else found
