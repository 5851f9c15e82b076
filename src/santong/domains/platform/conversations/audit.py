"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("conversations.begin", _("Began a conversation")),
    Action("conversations.follow_roster", _("A group of a class came to be")),
    Action("conversations.gather", _("Made a group of colleagues")),
    Action("conversations.invite", _("Took colleagues into a group")),
    Action("conversations.leave", _("Left a group of colleagues")),
    Action("conversations.send", _("Wrote a message")),
    Action("conversations.withdraw", _("Withdrew a message")),
    Action("conversations.block", _("Blocked somebody in a conversation")),
    Action("conversations.set_replies", _("Set to whom replies in a group go")),
    Action("conversations.set_rules", _("Set the rules of conversations")),
    Action("conversations.review", _("Read what was reported in a conversation")),
    Action("conversations.expire", _("Removed messages whose time is over")),
    Action("conversations.erase", _("Took somebody's words out of conversations")),
)
