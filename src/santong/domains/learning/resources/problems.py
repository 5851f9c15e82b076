"""What can't be done with a resource, in words for people."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from santong.kit.refusals import NotPossible


class Unconfirmed(NotPossible):
    """Points of the checklist that a reviewer has not confirmed, by name, in their order."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(_("Not everything on the checklist is confirmed."))
        self.names = tuple(names)
