"""Pages of a guardian: one's children, the invitation, consent, and ending a link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.campus.students.actions.families import (
    accept_invitation,
    end_guardianship,
    give_consent,
    restore_guardianship,
    withdraw_consent,
)
from santong.domains.campus.students.consents import CURRENT_VERSION, TEMPLATES, needs_consent
from santong.domains.campus.students.forms import CodeForm
from santong.domains.campus.students.models import Consent, Guardianship, Pupil
from santong.domains.platform.identity.public import Person
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable

END = "students.end_guardianship"


@login_required
@require_safe
def family(request: Request) -> HttpResponse:
    """The children of whoever looks, with their consents."""
    return _family_page(request, CodeForm())


def _family_page(request: Request, form: CodeForm) -> HttpResponse:
    context = {"rows": _children(request.viewer), "form": form}
    return render(request, "students/family.html", context, status=422 if form.errors else 200)


def _children(viewer: Viewer) -> list[dict[str, Any]]:
    """A card for each child: the link, the pupil, the consent given, and whether one is needed."""
    links = Guardianship.objects.visible_to(viewer).filter(guardian_id=viewer.person_id, ended_on=None)
    children = {
        pupil.person_id: pupil
        for pupil in Pupil.objects.visible_to(viewer)
        .filter(person_id__in=[link.child_id for link in links])
        .select_related("person", "school", "school_class")
    }
    given = Consent.objects.visible_to(viewer).filter(guardian_id=viewer.person_id, withdrawn_at=None)
    consents = {consent.child_id: consent for consent in given}
    return [
        {
            "link": link,
            "pupil": children[link.child_id],
            "consent": consents.get(link.child_id),
            "needs": needs_consent(children[link.child_id].person.birth_date, timezone.localdate()),
        }
        for link in links
        if link.child_id in children
    ]


@login_required
@require_POST
def join(request: Request) -> HttpResponse:
    """Link one's account to a child by the code that the school gave."""
    form = CodeForm(request.POST)
    if form.is_valid():
        me = request.viewer.get(Person, request.viewer.person_id)
        try:
            accept_invitation(acting=request.viewer, guardian=me, code=form.cleaned_data["code"])
        except NotPossible as problem:
            form.add_error("code", str(problem))
        else:
            messages.success(request, gettext("Linked. Switch to your identity as a parent at the top right."))
            return redirect("students:family")
    return _family_page(request, form)


@login_required
@require_http_methods(["GET", "POST"])
def consent(request: Request, pk: int) -> HttpResponse:
    """The text to consent to, and the consent."""
    link = request.viewer.get(Guardianship, pk)
    if request.method == "POST":
        give_consent(acting=request.viewer, guardianship=link)
        messages.success(request, gettext("Your consent is recorded. You can withdraw it at any time."))
        return redirect("students:family")
    context = {"link": link, "child": link.child, "version": CURRENT_VERSION, "text": TEMPLATES[CURRENT_VERSION]}
    return render(request, "students/consent.html", context)


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Withdraw one's consent."""
    link = request.viewer.get(Guardianship, pk)
    withdraw_consent(acting=request.viewer, guardianship=link)
    messages.success(request, gettext("Withdrawn. The class teacher sees that consent is missing."))
    return redirect("students:family")


@login_required
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """End a link to a child, by the guardian or by the school."""
    link = request.viewer.get(Guardianship, pk)
    is_own = link.guardian_id == request.viewer.person_id
    consents = end_guardianship(acting=request.viewer, guardianship=link)
    offer(request, gettext("The link is ended."), handler=END, payload={"link": link.pk, "consents": consents})
    if is_own:
        return redirect("students:family")
    pupil = Pupil.objects.visible_to(request.viewer).get(person_id=link.child_id)
    return redirect("students:pupils-detail", pupil.pk)


@undoable(END)
def _restore(viewer: Viewer, payload: dict[str, Any]) -> str:
    link = viewer.get(Guardianship, payload["link"])
    restore_guardianship(acting=viewer, guardianship=link, consents=payload["consents"])
    return gettext("The link is as it was.")
