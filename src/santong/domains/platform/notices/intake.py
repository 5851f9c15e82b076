"""Acknowledging a notice without a line: the answer waits on the device and arrives once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.notices.answering import acknowledge
from santong.domains.platform.notices.models import Recipient
from santong.kit.access import Viewer
from santong.kit.outbox.public import Entry, intake
from santong.kit.steps import Is


class AnswerForm(forms.Form):
    """What somebody answers: "yes" for knowing, "no" to take that back."""

    answer = forms.ChoiceField(choices=(("yes", "yes"), ("no", "no")), widget=forms.HiddenInput)


# When somebody read a notice is nobody's business: the outbox keeps no moment of it either.
@intake(
    "notices.acknowledge",
    _("Acknowledge a notice"),
    form=AnswerForm,
    model=Recipient,
    who=Is("person_id"),
    keeps_moments=False,
)
def answer_later(*, acting: Viewer, row: Recipient, data: dict[str, Any], entry: Entry) -> None:
    """Acknowledge, or take it back; what the sender asks no more for is refused."""
    acknowledge(acting=acting, received=row, answer=data["answer"] == "yes")
