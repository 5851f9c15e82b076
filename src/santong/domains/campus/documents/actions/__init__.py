"""Writes on official documents."""

from santong.domains.campus.documents.actions.archiving import archive_document, archive_incoming
from santong.domains.campus.documents.actions.drafting import discard, submit, write_document
from santong.domains.campus.documents.actions.handling import close, decide, handle, hurry, note, propose, show_to
from santong.domains.campus.documents.actions.issuing import (
    distribute,
    issue,
    remind,
    seal,
    skip_number,
    withdraw_document,
)
from santong.domains.campus.documents.actions.receiving import register, sign_for

__all__ = [
    "archive_document",
    "archive_incoming",
    "close",
    "decide",
    "discard",
    "distribute",
    "handle",
    "hurry",
    "issue",
    "note",
    "propose",
    "register",
    "remind",
    "seal",
    "show_to",
    "sign_for",
    "skip_number",
    "submit",
    "withdraw_document",
    "write_document",
]
