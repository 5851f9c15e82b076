"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("access.appoint", _("Gave a role")),
    Action("access.ask_agreement", _("Asked a second administrator to agree")),
    Action("access.bring_back", _("Brought roles back")),
    Action("access.decide_agreement", _("Decided about a request of an administrator")),
    Action("access.delegate", _("Lent a role")),
    Action("access.end", _("Ended a role")),
    Action("access.follow", _("Gave roles that follow from facts")),
    Action("access.merge", _("Joined roles of merged people")),
    Action("access.reconsider_agreement", _("Took an answer to a request of an administrator back")),
    Action("access.restore", _("Took the end of a role back")),
    Action("access.unfollow", _("Ended roles that followed from facts")),
    Action("access.withdraw_agreement", _("Withdrew a request to a second administrator")),
)
