"""The tables of requests."""

from santong.domains.platform.requests.models.absence import Substitution
from santong.domains.platform.requests.models.paths import OwnKind, PathVersion
from santong.domains.platform.requests.models.request import DECIDE, OVERSEE, Attachment, Request, Task
from santong.domains.platform.requests.models.said import Circulation, Opinion

__all__ = [
    "DECIDE",
    "OVERSEE",
    "Attachment",
    "Circulation",
    "Opinion",
    "OwnKind",
    "PathVersion",
    "Request",
    "Substitution",
    "Task",
]
