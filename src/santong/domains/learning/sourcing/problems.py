"""What can't be done here, in words for people."""


class NotPossible(Exception):
    """The state of things doesn't allow it; the text says why and what to do."""
