"""The tables of official documents."""

from santong.domains.campus.documents.models.archive import ArchiveItem
from santong.domains.campus.documents.models.incoming import Incoming, IncomingFile, Part, Remark
from santong.domains.campus.documents.models.outgoing import Cosigner, Delivery, Document, DocumentFile, Version
from santong.domains.campus.documents.models.series import Number, Series
from santong.domains.campus.documents.models.words import DRAFT, KEEP, SIGN, VIEW, DocumentKind, Retention, Urgency

__all__ = [
    "DRAFT",
    "KEEP",
    "SIGN",
    "VIEW",
    "ArchiveItem",
    "Cosigner",
    "Delivery",
    "Document",
    "DocumentFile",
    "DocumentKind",
    "Incoming",
    "IncomingFile",
    "Number",
    "Part",
    "Remark",
    "Retention",
    "Series",
    "Urgency",
    "Version",
]
