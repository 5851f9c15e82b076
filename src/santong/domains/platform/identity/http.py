"""The request of somebody who is signed in."""

from __future__ import annotations

from santong.domains.platform.identity.models import Person
from santong.kit.http import Request


class PersonRequest(Request):
    """For annotations: a request behind `login_required`."""

    user: Person
