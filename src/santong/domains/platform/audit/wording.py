"""What the audit record says for people of the actions that it names."""

from __future__ import annotations

from django.utils.translation import gettext

from santong.kit.audit import BACK, action_named


def action_name(verb: str) -> str:
    """An action in words; its name when no module declares it any longer."""
    action = action_named(verb)
    if action is not None and verb.endswith(BACK):
        return gettext("Took back: %(action)s") % {"action": action.label}
    if action is not None:
        return str(action.label)
    return gettext("a former action (%(name)s)") % {"name": verb} if verb else ""
