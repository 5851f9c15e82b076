"""The base classes of models, and the kit's own tables."""

from santong.kit.models.audit import AuditEntry
from santong.kit.models.base import (
    AuditedModel,
    AuditedQuerySet,
    PastPathField,
    PathField,
    ScopedModel,
    ScopedQuerySet,
    SoftDeletedModel,
)
from santong.kit.models.finding import Begins, Holds
from santong.kit.models.pins import PinBoard
from santong.kit.models.submission import Submission
from santong.kit.models.tokens import TokensField
from santong.kit.models.undo import UndoStep
from santong.kit.models.versions import Version, Versioned

__all__ = [
    "AuditEntry",
    "AuditedModel",
    "AuditedQuerySet",
    "Begins",
    "Holds",
    "PastPathField",
    "PathField",
    "PinBoard",
    "ScopedModel",
    "ScopedQuerySet",
    "SoftDeletedModel",
    "Submission",
    "TokensField",
    "UndoStep",
    "Version",
    "Versioned",
]
