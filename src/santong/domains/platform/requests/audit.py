"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("requests.add", _("Added signers to a request")),
    Action("requests.agree", _("Agreed to a request")),
    Action("requests.call_back", _("Took a decision back from whom they had asked")),
    Action("requests.circulate", _("Circulated a request")),
    Action("requests.discard", _("Threw a draft of a request away")),
    Action("requests.draw", _("Drew a path of requests")),
    Action("requests.end_substitution", _("Ended a substitution")),
    Action("requests.hand", _("Handed a decision over")),
    Action("requests.lend", _("Asked for an opinion on a request")),
    Action("requests.make_kind", _("Made a kind of request")),
    Action("requests.note", _("Noted a request")),
    Action("requests.put_in_force", _("Put a path of requests in force")),
    Action("requests.refuse", _("Refused a request")),
    Action("requests.remind", _("Reminded of a request")),
    Action("requests.remove", _("Removed a signer from a request")),
    Action("requests.return", _("Returned a request")),
    Action("requests.seat", _("Gave a decision to the present holders of a role")),
    Action("requests.send", _("Sent a request")),
    Action("requests.substitute", _("Named a substitute for decisions")),
    Action("requests.withdraw", _("Withdrew a request")),
    Action("requests.write", _("Wrote a request")),
)
"""Kept for ever."""
