"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("discussion.edit", _("Edited a comment")),
    Action("discussion.follow", _("Followed a discussion")),
    Action("discussion.forget", _("Removed a discussion with what it was about")),
    Action("discussion.mute", _("Stopped following a discussion")),
    Action("discussion.rate", _("Gave stars")),
    Action("discussion.remove", _("Removed a comment")),
    Action("discussion.restore", _("Brought a comment back")),
    Action("discussion.settle", _("Settled a correction")),
    Action("discussion.tell", _("Told the followers of a discussion")),
    Action("discussion.write", _("Wrote a comment")),
)
"""Kept for ever."""
