"""The change of the school year: grades move up, the last one graduates, the new one is made."""
