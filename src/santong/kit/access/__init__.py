"""Access: a viewer, the scopes of models, and the middleware that joins them to a request."""

from santong.kit.access.paths import LEVEL, NOTHING, ancestor_paths, below, below_any, outermost
from santong.kit.access.scope import Scope, UnscopedQuery
from santong.kit.access.viewer import NOBODY, SYSTEM, Grant, Viewer, current_viewer
from santong.kit.access.vocabulary import Anywhere, Exactly, Holder, Leader, Published, Shipped, Through, Upward

__all__ = [
    "LEVEL",
    "NOBODY",
    "NOTHING",
    "SYSTEM",
    "Anywhere",
    "Exactly",
    "Grant",
    "Holder",
    "Leader",
    "Published",
    "Scope",
    "Shipped",
    "Through",
    "UnscopedQuery",
    "Upward",
    "Viewer",
    "ancestor_paths",
    "below",
    "below_any",
    "current_viewer",
    "outermost",
]
