"""Statements, and the narrow tables that they are found by.

The tables are written with bulk SQL in one place (`actions/storing.py`) and hold no foreign keys:
a statement is never changed after it was stored, except that it can be voided, erased or expire.
On PostgreSQL `Statement` and `Posting` are partitioned by month of `seq`; on SQLite `StatementKey` and
`Posting` are views of three tables each (see `storage.py`).
"""

from __future__ import annotations

from django.db import models


class Statement(models.Model):
    """A statement as received, with what the platform added.

    `seq` is the moment of storing in microseconds since 1970 UTC, unique and rising in the order
    of commits; it is the statement's `stored` property and the key that pages go by.
    """

    seq = models.BigIntegerField(primary_key=True)
    provider_id = models.IntegerField()
    voided = models.SmallIntegerField(default=0)
    body = models.TextField()

    class Meta:
        managed = False
        db_table = "records_statement"

    def __str__(self) -> str:
        return str(self.seq)


class StatementKey(models.Model):
    """From the id that a statement carries to its `seq`; what makes ids unique."""

    id = models.UUIDField(primary_key=True)
    seq = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "records_statementkey"

    def __str__(self) -> str:
        return str(self.id)


class Posting(models.Model):
    """Statement `seq` belongs to list `list` (see `xapi/terms.py`)."""

    pk = models.CompositePrimaryKey("list", "seq")
    list = models.BigIntegerField()
    seq = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "records_posting"

    def __str__(self) -> str:
        return f"{self.list} {self.seq}"


class Reference(models.Model):
    """Statement `seq` has a reference to statement `target` as its object; `voids` it or not."""

    pk = models.CompositePrimaryKey("target", "seq")
    target = models.UUIDField()
    seq = models.BigIntegerField()
    voids = models.SmallIntegerField(default=0)

    class Meta:
        managed = False
        db_table = "records_reference"

    def __str__(self) -> str:
        return f"{self.seq} → {self.target}"


class Attachment(models.Model):
    """Statement `seq` came with the bytes of this attachment, kept once for each hash.

    `name` is the file's name in the default storage.
    """

    seq = models.BigIntegerField()
    sha2 = models.CharField(max_length=128)
    content_type = models.CharField(max_length=200)
    length = models.BigIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seq", "sha2"], name="records_attachment_once")]

    def __str__(self) -> str:
        return self.sha2
