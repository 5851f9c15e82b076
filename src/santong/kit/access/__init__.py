"""Access: a viewer, the scopes of models, and the middleware that joins them to a request."""

from santong.kit.access.scope import NOTHING, Scope, UnscopedQuery, below
from santong.kit.access.viewer import NOBODY, SYSTEM, Grant, Viewer, current_viewer, outermost

__all__ = [
    "NOBODY",
    "NOTHING",
    "SYSTEM",
    "Grant",
    "Scope",
    "UnscopedQuery",
    "Viewer",
    "below",
    "current_viewer",
    "outermost",
]
