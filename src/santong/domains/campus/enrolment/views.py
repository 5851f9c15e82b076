"""What families see: rounds that are open, applying, and how their application stands; with an account or without."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.hashers import check_password, make_password
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.campus.enrolment import applying
from santong.domains.campus.enrolment.drawing import record_of
from santong.domains.campus.enrolment.forms import ApplicationForm, ReturnForm
from santong.domains.campus.enrolment.models import LAST_NUMBER, REVIEW, Application, Round
from santong.domains.campus.enrolment.queries import (
    areas_of,
    children_of,
    district_schools,
    of_family,
    rounds_open,
    wishes_of,
)
from santong.domains.campus.enrolment.relation import Bearer, is_family
from santong.domains.campus.enrolment.tables import evidence_of, tone_of
from santong.domains.campus.enrolment.words import next_of, reason_of
from santong.domains.platform.identity.public import Counter, Limit, Person, admit, give_back, please_wait
from santong.kit.access import Viewer
from santong.kit.access.middleware import client_address
from santong.kit.draws import archive_of
from santong.kit.http import Request
from santong.kit.pages.edits import Edit
from santong.kit.refusals import NotPossible
from santong.kit.steps.declare import Step
from santong.kit.submissions import FIELD
from santong.lib import school_admission
from santong.lib.whole_numbers import whole_number

OWN = "enrolment"
"""Where a session keeps the keys of applications that it has shown receipt and code of."""
STEPS: dict[str, tuple[Step[Any, Any], Any]] = {
    "confirm": (applying.confirm, gettext_lazy("The place is confirmed.")),
    "decline": (applying.decline, gettext_lazy("The place is given up.")),
    "withdraw": (applying.withdraw, gettext_lazy("The application is withdrawn.")),
}
CODES = Limit("enrolment-code", free=5, first=30, longest=3600, drain=600)
"""Wrong codes for one receipt number."""
CODES_FROM = Limit("enrolment-codes-at", free=60, first=30, longest=3600, drain=60)
"""Wrong codes from one address, for whatever receipts; wide, for a whole village may share one."""
PHONES = Limit("enrolment-phone", free=6, first=3600, longest=86_400, drain=86_400)
"""Applications with one telephone number."""
SENT_FROM = Limit("enrolment-sent-at", free=60, first=60, longest=3600, drain=60)
"""Applications without an account from one address."""
NOBODY_SET_THIS = make_password(None)


@login_required
@require_safe
def mine(request: Request) -> HttpResponse:
    """The rounds that are open, and how one's applications stand."""
    rows = [(row, tone_of(row)) for row in of_family(request.viewer)]
    rounds = list(rounds_open(request.viewer))
    return render(request, "enrolment/mine.html", {"rounds": rounds, "rows": rows})


@never_cache
@require_safe
def open_rounds(request: Request) -> HttpResponse:
    """The rounds that are open, for families without an account."""
    if request.viewer.person_id is not None:
        return redirect("enrolment:mine")
    return render(request, "enrolment/open.html", {"rounds": list(rounds_open()), "form": ReturnForm()})


@never_cache
@sensitive_post_parameters("secret_code")
@require_http_methods(["GET", "POST"])
def come_back(request: Request) -> HttpResponse:
    """Show receipt number and code, to see how an application stands."""
    if request.viewer.person_id is not None:
        return redirect("enrolment:mine")
    form = ReturnForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid() and (row := _shown(request, form)) is not None:
            _remember(request, row)
            return redirect("enrolment:own", row.pk)
    context = {"rounds": list(rounds_open()), "form": form}
    return render(request, "enrolment/open.html", context, status=status)


def _shown(request: Request, form: ReturnForm) -> Application | None:
    """The application whose receipt and code were shown; nothing tells a wrong number from a wrong code."""
    receipt = form.cleaned_data["receipt"].strip()
    counters = [Counter(CODES, receipt), Counter(CODES_FROM, client_address(request))]
    if seconds := admit(counters):
        form.add_error(None, please_wait(seconds))
        return None
    row = Application.objects.unscoped("whoever holds receipt and code applied").filter(receipt=receipt).first()
    stored = row.code_hash if row is not None and row.code_hash else NOBODY_SET_THIS
    if check_password(form.cleaned_data["secret_code"], stored) and row is not None:
        give_back(counters)
        return row
    form.add_error(None, _("Receipt number and code don't fit together. Look at both again."))
    return None


def _remember(request: Request, row: Application) -> None:
    kept = [key for key in request.session.get(OWN, []) if isinstance(key, int)]
    request.session[OWN] = sorted({*kept, row.pk})


@require_POST
def leave(request: Request) -> HttpResponse:
    """Whoever sits at this device next sees nothing of an application that was shown here without an account."""
    request.session.pop(OWN, None)
    messages.success(request, _("This device shows your application no more. Come back with receipt number and code."))
    return redirect("enrolment:open")


@require_safe
def district(request: Request, pk: int) -> HttpResponse:
    """The schools to whose district an address belongs, while it is typed."""
    round = _round(request, pk)
    number = whole_number(request.GET.get("number", ""))
    if number is not None and not 1 <= number <= LAST_NUMBER:
        number = None
    area = request.GET.get("area", "")[:60]
    schools = district_schools(round, area, number) if area.strip() else []
    return render(request, "enrolment/district.html", {"schools": schools, "area": area.strip()})


def _round(request: Request, pk: int) -> Round:
    """A round that is open: one that the viewer sees, or any for families without an account."""
    rows = rounds_open(request.viewer if request.viewer.person_id is not None else None)
    found = rows.filter(pk=pk).select_related("place").first()
    if found is None:
        raise Http404(str(pk))
    return found


@login_required
@require_safe
def choose(request: Request, pk: int) -> HttpResponse:
    """For which child a guardian applies: one that the region knows, or another one."""
    round = _round(request, pk)
    rows = []
    done = {row.child_id: row for row in of_family(request.viewer).filter(round=round) if _stands(row)}
    for link in children_of(request.viewer):
        born = link.child.birth_date
        fits = born is None or round.born_from <= born <= round.born_until
        rows.append((link, applying.known_school(link.child), fits, done.get(link.child_id)))
    return render(request, "enrolment/choose.html", {"round": round, "rows": rows})


def _stands(row: Application) -> bool:
    return row.state not in Application.GONE


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def apply_for(request: Request, pk: int, child: int) -> HttpResponse:
    """Apply for one's own child; nothing is typed that the region holds."""
    round = _round(request, pk)
    link = next((each for each in children_of(request.viewer) if each.child_id == child), None)
    if link is None:
        raise Http404(str(child))
    return _apply(request, round, link.child)


@never_cache
@sensitive_post_parameters("secret_code", "id_number")
@require_http_methods(["GET", "POST"])
def apply_new(request: Request, pk: int) -> HttpResponse:
    """Apply for a child that the region doesn't know, with an account or without."""
    return _apply(request, _round(request, pk), None)


def _apply(request: Request, round: Round, child: Person | None) -> HttpResponse:
    has_account = request.viewer.person_id is not None
    data = request.POST if request.method == "POST" else None
    form = ApplicationForm(data, round=round, child=child, has_account=has_account)
    if data is not None and form.is_valid() and (row := _send(request, form)) is not None:
        if not has_account:
            _remember(request, row)
        messages.success(request, _("Sent. Your receipt number is %(receipt)s.") % {"receipt": row.receipt})
        return redirect("enrolment:own", row.pk)
    context = {
        "round": round,
        "child": child,
        "form": form,
        "areas": areas_of(round),
        "school": applying.known_school(child) if child else "",
        "back_url": reverse("enrolment:choose", args=[round.pk]) if has_account else reverse("enrolment:open"),
    }
    page = "enrolment/apply.html" if has_account else "enrolment/apply_open.html"
    return render(request, page, context, status=_status(form))


def _status(form: Any) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _send(request: Request, form: ApplicationForm) -> Application | None:
    contact = form.contact
    counters = [Counter(PHONES, contact.phone), Counter(SENT_FROM, client_address(request))] if contact else []
    if counters and (seconds := admit(counters)):
        form.add_error(None, please_wait(seconds))
        return None
    try:
        return applying.apply(
            acting=request.viewer, round=form.round, child=form.who, said=form.said, contact=contact,
            sent_as=request.POST.get(FIELD, "")[:64],
        )  # fmt: skip
    except NotPossible as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None


def _own(request: Request, pk: int) -> tuple[Application, Viewer]:
    """An application of the viewer's own, with whom they act as; 404 for any other."""
    if request.viewer.person_id is not None:
        row = request.viewer.get(Application, pk)
        if not is_family(request.viewer, row):
            raise Http404(str(pk))
        return row, request.viewer
    kept = [key for key in request.session.get(OWN, []) if key == pk]
    found = Application.objects.noted(kept).select_related("round", "school").first()
    if found is None:
        raise Http404(str(pk))
    return found, Bearer(application_id=found.pk)


@never_cache
@require_safe
def own(request: Request, pk: int) -> HttpResponse:
    """How an application of one's own stands: receipt, queue, what happens next, the result and why."""
    if request.viewer.person_id is None and not request.session.get(OWN):
        return redirect("enrolment:open")
    if request.viewer.person_id is not None and not _is_own(request, pk):
        return redirect("enrolment:enrolment-applications-detail", pk)
    row, viewer = _own(request, pk)
    told = row.round.is_told
    context = {
        "row": row,
        "tone": tone_of(row),
        "wishes": wishes_of(row),
        "evidence": evidence_of(row),
        "reason": reason_of(row) if told else "",
        "next": next_of(row),
        "record": told and bool(row.round.commitment),
        "may_change": row.state in Application.CHANGEABLE and applying.correct.is_open(viewer, row),
        "steps": {name: step.is_open(viewer, row) for name, (step, _done) in STEPS.items()},
    }
    page = "enrolment/own.html" if request.viewer.person_id is not None else "enrolment/own_open.html"
    return render(request, page, context)


def _is_own(request: Request, pk: int) -> bool:
    row = request.viewer.get(Application, pk)
    if not is_family(request.viewer, row) and not request.viewer.can(REVIEW, row.path):
        raise Http404(str(pk))
    return is_family(request.viewer, row)


@require_POST
def take(request: Request, pk: int, name: str) -> HttpResponse:
    """Confirm a place, give it up, or withdraw."""
    if name not in STEPS:
        raise Http404(name)
    row, viewer = _own(request, pk)
    step, done = STEPS[name]
    try:
        step.take(viewer, row, {})
        messages.success(request, str(done))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("enrolment:own", pk)


@never_cache
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    """Correct an application until it is reviewed, or complete what the school asks for."""
    row, viewer = _own(request, pk)
    applying.correct.demand(viewer, row)
    if objection := applying.correct.objection(viewer, row):
        messages.error(request, objection)
        return redirect("enrolment:own", pk)
    edit = Edit(
        request, row, lambda row, data: ApplicationForm(data, round=row.round, application=row), whole=True
    )  # fmt: skip
    if request.method == "POST":
        with edit.locked():
            if edit.is_valid() and _corrected(viewer, edit):
                messages.success(request, _("Sent again. The place in the queue stays."))
                return redirect("enrolment:own", pk)
    context = {
        "round": row.round, "row": row, "form": edit.form, "edit": edit, "areas": areas_of(row.round),
        "back_url": reverse("enrolment:own", args=[pk]),
    }  # fmt: skip
    page = "enrolment/apply.html" if request.viewer.person_id is not None else "enrolment/apply_open.html"
    return render(request, page, context, status=edit.status)


def _corrected(viewer: Viewer, edit: Edit[Any, Any]) -> bool:
    try:
        applying.correct.take(viewer, edit.row, {"said": edit.form.said})
    except NotPossible as problem:
        edit.form.add_error(problem.field if problem.field in edit.form.fields else None, str(problem))
        return False
    return True


@require_safe
def record(request: Request, pk: int) -> HttpResponse:
    """An archive with the list by codes and what was drawn, and the program that works it out again.

    It is public as the list is: families without an account check it, too.
    """
    if request.viewer.person_id is not None:
        round = request.viewer.get(Round, pk)
    else:
        kept = [key for key in request.session.get(OWN, []) if isinstance(key, int)]
        found = Application.objects.noted(kept).filter(round_id=pk).select_related("round").first()
        if found is None:
            raise Http404(str(pk))
        round = found.round
    if not round.commitment:
        raise Http404(str(pk))
    return archive_of(f"{_('Enrolment')} {round}", record_of(round), school_admission)
