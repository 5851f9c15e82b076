"""Pages of steps: a button on the row's page, a page that asks where something is asked, undo, and many at once.

    class CallPages(ModelPages):
        steps = (
            StepPage(publish_call, _("Publish"), done=_("Published."), icon="send", variant="primary"),
            StepPage(decline_call, _("Decline"), done=_("Declined."), form=ReasonForm),
        )

A step without `form` and `text` happens at the button; the others ask on a page of their own first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.models import UndoStep
from santong.kit.pages.edits import Edit
from santong.kit.refusals import NotPossible
from santong.kit.registry import Label
from santong.kit.steps.back import BACK, payload_of
from santong.kit.steps.declare import Step, Taken
from santong.kit.undo import keep_step, offer

if TYPE_CHECKING:
    from santong.kit.pages.declared import ModelPages

BuildForm = Callable[[QueryDict | None, Any, Viewer], BaseForm]
Words = Label | Callable[[Any], Label]


@dataclass(frozen=True)
class StepPage:
    """How a step is offered and asked about.

    `label` stands on the button, or what `names` says of the row. `text` says what will happen, `done` what
    has (each may be a function of the row). `form(data, row, viewer)` builds the form whose values the step's
    body takes. `goes_to(viewer, row)` is where it leads afterwards, the row's page unless given. `address` is
    the last part of its address, the step's own word unless given. `bulk` offers it for the rows of a list
    too, for steps that ask nothing. `shown` leaves the button away where another page has it.
    `asks_on(request, edit)` is the page that asks where the kit's own says too little to decide by: it shows
    `edit.row` with `edit.form`, and posts to the addresses of the steps that it offers.
    """

    step: Step[Any, Any]
    label: Label
    done: Words
    form: BuildForm | None = None
    text: Words = ""
    icon: str = ""
    variant: str = "default"
    goes_to: Callable[[Viewer, Any], str] | None = None
    bulk: bool = False
    shown: bool = True
    address: str = ""
    asks_on: Callable[[Request, Edit[Any, Any]], HttpResponse] | None = None
    names: Callable[[Any], Label] | None = None

    def label_for(self, row: Any) -> Label:
        """What its button says on the page of a row."""
        return self.names(row) if self.names else self.label

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.address or self.step.slug

    @property
    def asks(self) -> bool:
        """Whether it has a page of its own before it happens."""
        return self.form is not None or bool(self.text)

    def build(self, viewer: Viewer, row: Any, data: QueryDict | None) -> BaseForm:
        """The form, bound to `data` unless that is None; an empty one for a step that asks nothing."""
        return self.form(data, row, viewer) if self.form else forms.Form(data)


@dataclass(frozen=True)
class Button:
    """A step as the page of a row offers it: a link to the page that asks, or a form that does it at once."""

    page: StepPage
    url: str
    label: Label


def buttons(pages: ModelPages, viewer: Viewer, row: Any) -> list[Button]:
    """The steps that this viewer can take with the row now."""
    return [
        Button(page, pages.step_url(page, row), page.label_for(row))
        for page in pages.steps
        if page.shown and page.step.is_open(viewer, row)
    ]


@login_required
@require_http_methods(["GET", "POST"])
def step_page(request: Request, pages: ModelPages, page: StepPage, pk: int) -> HttpResponse:
    """Ask about a step, and take it."""
    row = pages.get(request.viewer, pk)
    page.step.demand(request.viewer, row)
    back = pages.after_step(row)
    edit: Edit[Any, BaseForm] = Edit(request, row, lambda row, data: page.build(request.viewer, row, data), whole=True)
    if request.method == "POST":
        with edit.locked():
            taken = _taken(request, page, edit) if edit.is_valid() else None
        if taken is not None:
            return redirect(page.goes_to(request.viewer, taken.row) if page.goes_to else pages.after_step(taken.row))
        if not page.asks and edit.form.non_field_errors():
            messages.error(request, " ".join(map(str, edit.form.non_field_errors())))
            return redirect(back)
    elif objection := page.step.objection(request.viewer, row):
        messages.error(request, objection)
        return redirect(back)
    return page.asks_on(request, edit) if page.asks_on else _ask(request, pages, page, edit)


def _ask(request: Request, pages: ModelPages, page: StepPage, edit: Edit[Any, BaseForm]) -> HttpResponse:
    context = {
        "pages": pages,
        "page": page,
        "label": page.label_for(edit.row),
        "text": _words(page.text, edit.row),
        "row": edit.row,
        "form": edit.form,
        "edit": edit,
        "back_url": pages.after_step(edit.row),
        "list_url": pages.url("list") if pages.listed and pages.opens_for(request.viewer) else "",
    }
    return render(request, "kit/pages/step.html", context, status=edit.status)


def _taken(request: Request, page: StepPage, edit: Edit[Any, BaseForm]) -> Taken | None:
    """Take the step and say so; None, with the reason in the form, when it isn't possible."""
    form = edit.form
    try:
        with transaction.atomic():
            taken = page.step.take(request.viewer, edit.row, getattr(form, "cleaned_data", {}))
            _say(request, page, _words(page.done, taken.row), [taken])
    except NotPossible as problem:
        name = problem.field if problem.field in form.fields else None  # type: ignore[attr-defined]
        form.add_error(name, str(problem))  # type: ignore[attr-defined]
        return None
    return taken


def keep_undo(viewer: Viewer, step: Step[Any, Any], taken: list[Taken]) -> UndoStep | None:
    """Write down how steps that were taken together are taken back, where nobody is told of it; None if they can't."""
    return keep_step(viewer, handler=BACK, payload=payload_of(taken)) if step.undo else None


def _say(request: Request, page: StepPage, text: str, taken: list[Taken]) -> None:
    if page.step.undo and taken:
        offer(request, text, handler=BACK, payload=payload_of(taken))
    else:
        messages.success(request, text)


def take_with_many(request: Request, page: StepPage, rows: QuerySet) -> None:
    """Take a step with each row that allows it, and say with how many, and why not with the others."""
    taken: list[Taken] = []
    refused: Counter[str] = Counter()
    with transaction.atomic():
        for row in rows:
            try:
                with transaction.atomic():
                    taken.append(page.step.take(request.viewer, row, {}))
            except NotPossible as problem:
                refused[str(problem)] += 1
        if taken:
            number = len(taken)
            text = ngettext("%(step)s: done for %(n)s entry.", "%(step)s: done for %(n)s entries.", number)
            _say(request, page, text % {"step": page.label, "n": number}, taken)
    for reason, number in refused.most_common():
        text = ngettext("Not done for %(n)s entry: %(reason)s", "Not done for %(n)s entries: %(reason)s", number)
        messages.error(request, text % {"n": number, "reason": reason})


def _words(words: Words, row: Any) -> str:
    return str(words(row)) if callable(words) else str(words)


def bulk_steps(steps: Sequence[StepPage], viewer: Viewer) -> list[StepPage]:
    """Those that a list offers for its selected rows."""
    return [page for page in steps if page.bulk and any(viewer.can(name) for name in page.step.who.permissions)]


def demand_distinct(steps: Iterable[StepPage]) -> None:
    """Two steps of one model at one address would hide each other."""
    twice = [name for name, number in Counter(page.slug for page in steps).items() if number > 1]
    if twice:
        raise ValueError(f"two steps at one address: {twice}")
