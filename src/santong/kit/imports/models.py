"""What the platform keeps of an import: its state, what is doubtful, and what the undo needs.

Cells and values lie sealed (`sealing.py`); file, rows and undo data are deleted after `KEEP`.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from santong.kit.access import Scope
from santong.kit.imports.targets import ImportTarget, Verdict, every_target
from santong.kit.models import PathField, ScopedModel
from santong.kit.registry import Label

ASIDE = "aside"
"""In `taken`: rows that wait for a decision and weren't judged."""

KEEP = timedelta(days=30)
"""How long the file, the doubtful rows and the possibility to undo are kept."""


class ImportRun(ScopedModel):
    """One file on its way in. `counts` and `taken` hold numbers of rows by verdict.

    `mapping` gives for each column of the sheet the name of a field, or None; it is null until a
    person has seen it. `more_sheets` names further sheets that are read with it, each with what
    `sheet`, `header_first`, `header_last` and `mapping` say of the first: {"sheet": 1, "first": 0,
    "last": 0, "mapping": [...]}. An import of the rows that another one didn't take is the
    `rest_of` it and reads `only` the rows with these indices. `head` holds the first rows of every
    sheet, so that the pages before the check needn't read the file again. `file` and `report` (the
    sheet with remarks, when it is large) are names in the file store, whose content is sealed.
    `job_id` is the background job of
    the present state.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        RUNNING = "running", _("Running")
        DONE = "done", _("Imported")
        STOPPED = "stopped", _("Stopped halfway")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")
        PARTLY_UNDONE = "partly_undone", _("Partly undone")

    target_name = models.CharField(_("kind"), max_length=40)
    path = PathField(blank=True)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(_("by"), max_length=60, blank=True)
    context = models.JSONField(default=dict)
    file_name = models.CharField(_("file"), max_length=160)
    file = models.CharField(max_length=120, blank=True)
    report = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(_("size"))
    digest = models.CharField(max_length=64)
    head = models.BinaryField()
    epoch_1904 = models.BooleanField(null=True)
    sheet = models.PositiveSmallIntegerField(default=0)
    header_first = models.PositiveIntegerField(default=0)
    header_last = models.PositiveIntegerField(default=0)
    mapping = models.JSONField(null=True)
    more_sheets = models.JSONField(default=list)
    rest_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="rests")
    only = models.JSONField(null=True)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.UPLOADED)
    job_id = models.UUIDField(null=True)
    counts = models.JSONField(default=dict)
    tidied = models.BinaryField(null=True)
    taken = models.JSONField(default=dict)
    taken_rows = models.PositiveIntegerField(_("rows taken"), default=0)
    kept_rows = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    scope = Scope(view="imports.view", owner="person_id")
    audit_hidden = frozenset({"head", "tidied"})
    audit_ignored = frozenset({"head", "tidied"})

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [
            models.Index(fields=["digest", "target_name"], name="import_digest"),
            models.Index(fields=["path", "-id"], name="import_path"),
            models.Index(fields=["person_id", "-id"], name="import_person"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def audit_name(self) -> str:
        return f"{self.target_name} {self.pk}"

    @property
    def target(self) -> ImportTarget:
        """What the rows become. Raises LookupError when this version no longer has it."""
        return target_named(self.target_name)

    @property
    def target_label(self) -> Label:
        """What the rows become, in words."""
        return next((each.label for each in every_target() if each.name == self.target_name), "")

    @property
    def not_taken(self) -> int:
        """How many rows of data a run left out against the will of whoever sent them."""
        return sum(int(self.taken.get(name, 0)) for name in (Verdict.DOUBTFUL, Verdict.REFUSED, ASIDE))

    @property
    def is_busy(self) -> bool:
        """Whether a background job has it in hand."""
        return self.state in (self.State.CHECKING, self.State.RUNNING, self.State.UNDOING)

    @property
    def has_run(self) -> bool:
        """Whether rows were written, be they undone by now."""
        before = (self.State.UPLOADED, self.State.CHECKING, self.State.CHECKED)
        return self.state not in before

    @property
    def can_be_corrected(self) -> bool:
        """Whether the rows that weren't taken can still be corrected."""
        return self.state == self.State.DONE and bool(self.file)

    @property
    def can_be_undone(self) -> bool:
        """Whether something is left to take back, and the data for it."""
        ended = (self.State.DONE, self.State.STOPPED, self.State.PARTLY_UNDONE)
        return self.state in ended and self.batches.filter(undone_at=None).exists()


class ImportRow(models.Model):
    """A row that needs somebody's look, or is left out; the good ones have no entry."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    index = models.PositiveIntegerField()
    verdict = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Verdict])
    cells = models.BinaryField()
    is_settled = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "index"], name="import_row_once")]
        indexes = [models.Index(fields=["run", "verdict", "index"], name="import_row_verdict")]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.index + 1}"


class ImportProblem(models.Model):
    """One thing that is wrong with a row; `proposal` is sealed, empty when there is none."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="problems")
    row = models.ForeignKey(ImportRow, models.CASCADE, related_name="problems")
    field = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    proposal = models.BinaryField(default=b"")

    class Meta:
        indexes = [models.Index(fields=["run", "code", "field"], name="import_problem_kind")]

    def __str__(self) -> str:
        return f"{self.row} {self.field} {self.code}"


class ImportDecision(models.Model):
    """What a person decided about a cell, or with `field` "" about a row. It outlives new checks."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("Proposal accepted")
        TYPED = "typed", _("Typed anew")
        LEFT_OUT = "left_out", _("Left out")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="decisions")
    index = models.PositiveIntegerField()
    field = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=8, choices=Kind)
    value = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "index", "field"], name="import_decision_once")]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.index + 1} {self.field} {self.kind}"


class ImportBatch(models.Model):
    """What one transaction of a run wrote, sealed: the undo's memory.

    `position` counts the rows of data up to the batch's end. `kept` names the rows that an undo
    left alone; `written` then holds only these.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="batches")
    position = models.PositiveIntegerField()
    written = models.BinaryField()
    undone_at = models.DateTimeField(null=True)
    kept = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="import_batch_once")]

    def __str__(self) -> str:
        return f"{self.run_id} to {self.position}"


def target_named(name: str) -> ImportTarget:
    """The declared target; raises LookupError for an unknown name."""
    for target in every_target():
        if target.name == name:
            return target  # type: ignore[no-any-return]
    raise LookupError(f"nothing that can be imported is called {name!r}")
