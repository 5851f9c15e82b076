"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("people.ask_adoption", _("Asked for somebody known elsewhere")),
    Action("people.confirm_adoption", _("Confirmed a request for a person")),
    Action("people.decline_adoption", _("Declined a request for a person")),
    Action("people.reconsider_adoption", _("Took a decision about a request for a person back")),
    Action("people.withdraw_adoption", _("Withdrew a request for a person")),
)
