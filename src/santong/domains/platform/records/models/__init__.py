"""What the module keeps."""

from santong.domains.platform.records.models.credentials import (
    SCOPES,
    AccessToken,
    Credential,
    CredentialUse,
    Provider,
    Scope,
)
from santong.domains.platform.records.models.documents import ActivityDefinition, Document
from santong.domains.platform.records.models.erasures import ErasureRequest
from santong.domains.platform.records.models.learners import Learner, OutboxEntry
from santong.domains.platform.records.models.statements import (
    Attachment,
    Posting,
    Reference,
    Statement,
    StatementKey,
)

__all__ = [
    "SCOPES",
    "AccessToken",
    "ActivityDefinition",
    "Attachment",
    "Credential",
    "CredentialUse",
    "Document",
    "ErasureRequest",
    "Learner",
    "OutboxEntry",
    "Posting",
    "Provider",
    "Reference",
    "Scope",
    "Statement",
    "StatementKey",
]
