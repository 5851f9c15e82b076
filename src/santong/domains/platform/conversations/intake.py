"""Writing and acknowledging without a line: it waits on the device, and arrives once and in order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.conversations.actions import know, send
from santong.domains.platform.conversations.forms import MessageForm
from santong.domains.platform.conversations.models import Conversation, Message
from santong.kit.access import Viewer
from santong.kit.outbox.public import Entry, intake


@intake("conversations.send", _("Message"), form=MessageForm, model=Conversation)
def send_later(*, acting: Viewer, row: Conversation, data: dict[str, Any], entry: Entry) -> dict[str, Any]:
    """Say something; what can't be said any more is refused with the reason, and kept."""
    return {"message": send(acting=acting, conversation=row, **MessageForm.given(acting, data)).pk}


class KnowForm(forms.Form):
    """What somebody answers: "yes" for knowing, "no" to take that back."""

    answer = forms.ChoiceField(choices=(("yes", "yes"), ("no", "no")), widget=forms.HiddenInput)


# When somebody knew is nobody's business: the outbox keeps no moment of it either.
@intake("conversations.know", _("Acknowledge a message"), form=KnowForm, model=Message, keeps_moments=False)
def know_later(*, acting: Viewer, row: Message, data: dict[str, Any], entry: Entry) -> None:
    """Acknowledge, or take it back."""
    know(acting=acting, message=row, answer=data["answer"] == "yes")
