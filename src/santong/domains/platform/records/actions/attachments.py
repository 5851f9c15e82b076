"""The bytes of attachments: kept once for each hash, in the default storage."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from santong.domains.platform.records.actions.preparing import Prepared
from santong.domains.platform.records.models import Attachment

PORTION = 500


@dataclass(frozen=True)
class Kept:
    """An attachment that is in the storage under `name`."""

    sha2: str
    content_type: str
    length: int
    name: str


def keep(content: bytes, sha2: str, content_type: str) -> Kept:
    """Put the bytes into the storage, unless they are there already.

    Done before the transaction: a file without a row is harmless, a row without a file is not.
    """
    own = hashlib.sha256(content).hexdigest()
    name = f"records/attachments/{own[:2]}/{own}"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(content))
    elif default_storage.size(name) != len(content):
        # The process was killed while it wrote the file.
        default_storage.delete(name)
        name = default_storage.save(name, ContentFile(content))
    return Kept(sha2, content_type, len(content), name)


def keep_rows(fresh: Sequence[Prepared], seqs: Sequence[int], kept: Mapping[str, Kept]) -> None:
    """Note which statements came with which attachments."""
    if not kept:
        return
    rows = []
    for one, seq in zip(fresh, seqs, strict=True):
        inner = one.statement["object"].get("attachments", ())
        hashes = {a["sha2"].lower() for a in (*one.statement.get("attachments", ()), *inner)}
        rows += [_row(kept[sha2], seq) for sha2 in sorted(hashes & kept.keys())]
    Attachment.objects.bulk_create(rows)


def _row(kept: Kept, seq: int) -> Attachment:
    return Attachment(seq=seq, sha2=kept.sha2, content_type=kept.content_type, length=kept.length, name=kept.name)


def forget_attachments(seqs: Sequence[int]) -> None:
    """Statements have no attachments any more; files that no other statement came with are deleted."""
    for start in range(0, len(seqs), PORTION):
        rows = Attachment.objects.filter(seq__in=seqs[start : start + PORTION])
        names = set(rows.values_list("name", flat=True))
        rows.delete()
        unused = names - set(Attachment.objects.filter(name__in=names).values_list("name", flat=True))
        for name in sorted(unused):
            transaction.on_commit(partial(default_storage.delete, name))
