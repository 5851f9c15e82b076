"""Names of the permissions of this module."""

PUBLISH = "calls.publish"
ANSWER = "calls.answer"
CERTIFY = "certificates.grant"
POINTS = "points.view"
SPEND = "points.spend"
OVERSEE_POINTS = "points.oversee"
