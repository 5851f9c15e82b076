"""Two people at one form: edits of different fields are joined, for the same field the second is asked.

    edit = Edit(request, row, lambda row, data: RenameForm(data, organisation=row))
    if request.method == "POST":
        with edit.locked():
            if edit.is_valid():
                rename(acting=request.viewer, organisation=edit.row, **edit.form.cleaned_data)
                return redirect(...)
    return render(request, "…", {"form": edit.form, "edit": edit}, status=edit.status)

with `{% seen edit %}` inside the form's element. The page carries a digest of what each field held
when it was opened. At saving the row is locked and read again: what somebody else changed since and
this person didn't touch is kept; what both changed differently is shown with a choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, QueryDict
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from santong.kit.http import Request
from santong.kit.models import AuditEntry, SoftDeletedModel
from santong.kit.pages.controls import AnyForm, controls_by_field, digest, posted
from santong.kit.pages.values import label_of, value_in_words

SEEN, ASKED, KEEP = "seen", "asked", "keep:"
"""The hidden field with the digests; the one with the fields that were asked about; what was answered."""
MINE, THEIRS = "mine", "theirs"
TRAIL = 50
"""Entries of the audit record looked through for who changed a field last."""
FormT = TypeVar("FormT", bound=AnyForm)
RowT = TypeVar("RowT", bound=Model | None)


@dataclass(frozen=True)
class Clash:
    """A field that two people changed differently: both values in words, and who the other one is, when known."""

    field: str
    label: str
    mine: str
    theirs: str
    who: str
    at: datetime | None

    @property
    def choice(self) -> str:
        """The name of the control that answers."""
        return f"{KEEP}{self.field}"


class Edit(Generic[RowT, FormT]):
    """A form for something that exists, held against what it is by now.

    `build(row, data)` makes the form for what is stored now, bound to `data` unless that is None.
    `rows` are what saving locks when it isn't `row` alone; `trail` are the rows whose audit entries
    tell who changed something. `whole` is for a step that says nothing about single fields (close,
    move, decide): whatever has changed in the row since the page was opened, it is shown first.
    """

    def __init__(
        self,
        request: Request,
        row: RowT,
        build: Callable[[RowT, QueryDict | None], FormT],
        *,
        rows: QuerySet | None = None,
        trail: Callable[[], Sequence[Model]] | None = None,
        whole: bool = False,
    ) -> None:
        self.request, self.row, self._build, self._rows, self._trail = request, row, build, rows, trail
        self._whole = whole
        self.clashes: list[Clash] = []
        self.moved_on: tuple[str, datetime | None] | None = None
        self.kept: list[str] = []
        self._given: QueryDict | None = request.POST if request.method == "POST" else None
        self._is_weighed = False

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One transaction in which nobody else changes the row; it is read anew, and `row` is that."""
        with transaction.atomic():
            if self._rows is not None:
                list(self._rows.select_for_update())
            if self.row is not None:
                self.row = _read_again(self.row)
            self._weigh()
            yield

    @cached_property
    def form(self) -> FormT:
        """The form as posted, joined with what others changed; before that, of what is stored."""
        return self._build(self.row, self._given)

    @cached_property
    def stored(self) -> FormT:
        """The form of what is stored now."""
        return self._build(self.row, None)

    def is_valid(self) -> bool:
        """Whether nothing is left to be asked, and the form is valid. Call it inside `locked`."""
        if not self._is_weighed:
            raise RuntimeError("ask inside `locked`: only there the row can't change under the answer")
        if self.clashes or self.moved_on or not self.form.is_valid():
            return False
        if self.kept:
            text = _("Others changed something meanwhile; that was kept: %(fields)s.")
            messages.info(self.request, text % {"fields": "、".join(self.kept)})
        return True

    @property
    def status(self) -> int:
        """The status of the page that shows the form."""
        if self.clashes or self.moved_on:
            return 409
        is_wrong = self.form.is_bound and not self.form.is_valid()
        return 422 if is_wrong else 200

    @property
    def stamp(self) -> SafeString:
        """The hidden fields that say what this person has before them."""
        asked = ",".join(clash.field for clash in self.clashes)
        hidden = format_html('<input type="hidden" name="{}" value="{}" data-draft-keep>', SEEN, self._stamp_text())
        if not asked:
            return hidden
        return hidden + format_html('<input type="hidden" name="{}" value="{}">', ASKED, asked)

    def _stamp_text(self) -> str:
        is_asked = bool(self.clashes or self.moved_on)
        seen = self._given.get(SEEN, "") if self._given and not is_asked else ""
        if seen:
            # Asked again for another reason: what was before the person's eyes is still the first page.
            return seen
        if self._whole:
            return self._row_digest()
        return " ".join(f"{name}={digest(controls)}" for name, controls in controls_by_field(self.stored).items())

    def _row_digest(self) -> str:
        columns = self.row._meta.concrete_fields if self.row is not None else ()
        return digest({column.attname: [str(self.row.__dict__.get(column.attname))] for column in columns})

    def _weigh(self) -> None:
        self._is_weighed = True
        if self._given is None or SEEN not in self._given:
            return
        if not self._whole:
            self._weigh_fields(self._given)
        elif self._given[SEEN] != self._row_digest():
            self.moved_on = self._last_change("")

    def _weigh_fields(self, sent: QueryDict) -> None:
        given = sent.copy()
        seen = dict(part.split("=", 1) for part in str(given[SEEN]).split() if "=" in part)
        asked = given.get(ASKED, "").split(",")
        clashing = []
        for name, now in controls_by_field(self.stored).items():
            mine, theirs, before = digest(posted(given, now)), digest(now), seen.get(name, "")
            is_theirs, is_mine = before not in ("", theirs), before != mine or bool(self.request.FILES)
            answer = "" if is_theirs else given.get(f"{KEEP}{name}", "")
            if mine == theirs or not (is_theirs or name in asked):
                continue
            if (name in asked or is_mine) and answer not in (MINE, THEIRS):
                clashing.append(name)
            elif answer != MINE:
                for control, values in now.items():
                    given.setlist(control, values)
                if not answer:
                    self.kept.append(label_of(self.stored, name))
        self._given = given
        self.clashes = [self._clash(name) for name in clashing]

    def _clash(self, name: str) -> Clash:
        who, at = self._last_change(name)
        mine, theirs = value_in_words(self.form, name), value_in_words(self.stored, name)
        return Clash(name, label_of(self.stored, name), mine, theirs, who, at)

    def _last_change(self, name: str) -> tuple[str, datetime | None]:
        """Who changed a field last, and when; ("", None) when nothing tells."""
        every = [entry for row in self._traced() for entry in _entries(row)]
        every.sort(key=lambda entry: entry.pk, reverse=True)
        named = (e for e in every if name in e.changes or f"{name}_id" in e.changes)
        entry = next(named, every[0] if every else None)
        if entry is None:
            return "", None
        people = get_user_model()._base_manager.filter(pk=entry.person_id or 0)
        return next((str(each) for each in people), ""), entry.at

    def _traced(self) -> Sequence[Model]:
        if self._trail is not None:
            return self._trail()
        return [self.row] if self.row is not None else []


def _read_again(row: Any) -> Any:
    """The row as it is now, locked; 404 when it is gone meanwhile."""
    found = type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
    if found is None or (isinstance(found, SoftDeletedModel) and found.removed_at):
        raise Http404(str(row.pk))
    return found


def _entries(row: Model) -> list[AuditEntry]:
    found = AuditEntry.objects.filter(model=row._meta.label_lower, object_id=str(row.pk)).order_by("-pk")
    return list(found[:TRAIL])
