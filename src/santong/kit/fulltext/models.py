"""What the indexes remember besides the tokens, which the engines keep in their own way."""

from __future__ import annotations

from django.db import models


class FacetSet(models.Model):
    """A combination of facet values that documents have in common; `values` in the index's order."""

    index = models.CharField(max_length=16)
    values = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "digest"], name="fulltext_facet_set_once")]

    def __str__(self) -> str:
        return f"{self.index} {self.values}"


class Document(models.Model):
    """What can be found. `key` is the primary key of the thing itself.

    `title` and `context` (what it belongs to) are what the ranking compares with the query;
    `weight` is how much it is used; `scheme` by which version its tokens were made. `tokens` serves SQLite,
    whose index must be told what to forget.
    """

    index = models.CharField(max_length=16)
    key = models.BigIntegerField()
    facets = models.ForeignKey(FacetSet, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    weight = models.IntegerField(default=0)
    day = models.DateField()
    title = models.CharField(max_length=200)
    context = models.CharField(max_length=400, blank=True)
    tokens = models.TextField(blank=True)
    scheme = models.SmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "key"], name="fulltext_document_once")]
        indexes = [models.Index(fields=["index", "scheme"], name="fulltext_document_scheme")]

    def __str__(self) -> str:
        return self.title


class Term(models.Model):
    """A word or name that people may mean: offered while they type, and for words that find nothing."""

    index = models.CharField(max_length=16)
    text = models.CharField(max_length=80)
    pinyin = models.CharField(max_length=240, blank=True)
    initials = models.CharField(max_length=80, blank=True)
    weight = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "text"], name="fulltext_term_once")]

    def __str__(self) -> str:
        return self.text
