"""Names of the permissions of this module."""

PUBLISH = "calls.publish"
ANSWER = "calls.answer"
