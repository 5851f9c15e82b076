"""Access: a viewer, the scopes of models, and the middleware that joins them to a request."""

from santong.kit.access.paths import LEVEL, ancestor_paths, below, outermost
from santong.kit.access.scope import NOTHING, Scope, UnscopedQuery
from santong.kit.access.viewer import NOBODY, SYSTEM, Grant, Viewer, current_viewer
from santong.kit.access.vocabulary import Anywhere, Exactly, Holder, Leader, Through, Upward

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
    "Scope",
    "Through",
    "UnscopedQuery",
    "Upward",
    "Viewer",
    "ancestor_paths",
    "below",
    "current_viewer",
    "outermost",
]
