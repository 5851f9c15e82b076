"""What modules put into the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from santong.kit.registry import Declared

if TYPE_CHECKING:
    from ninja import Router


@dataclass(frozen=True)
class Operations(Declared):
    """The operations of a module: `router` is the dotted path of a router whose `tags` say under what they stand.

    A path and not the router, so that only who serves requests loads what the API is made of. With `in_person`, the
    scope that a token needs for it, they act as the person who answers for the token.
    """

    router: str
    in_person: str = ""
    order: int = 100

    def load(self) -> Router:
        """The router itself."""
        router: Router = import_string(self.router)
        return router
