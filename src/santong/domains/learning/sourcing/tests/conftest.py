"""The cast of the library: a city, a county, two schools, authors and officers."""

from typing import Any

from santong.domains.learning.resources.tests.conftest import cast

__all__ = ["cast", "undo_of"]


def undo_of(page: Any) -> str:
    """The address by which a page offers to take back what was just done."""
    tags = [message.extra_tags for message in page.context["messages"]]
    return str(next(tag for tag in tags if tag.startswith("undo:")).removeprefix("undo:"))
