"""What is wrong with a request, and where."""

from __future__ import annotations


class Invalid(ValueError):
    """The request can't be accepted: `path` names the property or parameter, `message` says what it must be."""

    status = 400

    def __init__(self, path: str, message: str) -> None:
        self.path = path
        self.message = message
        super().__init__(f"{path}: {message}" if path else message)


class Forbidden(Invalid):
    """Well formed, but these credentials may not do it."""

    status = 403


class NotFound(Invalid):
    """Nothing of that name that these credentials may read."""

    status = 404


class Conflict(Invalid):
    """Something different is already there."""

    status = 409


class Precondition(Invalid):
    """The document is not in the state that If-Match or If-None-Match asks for."""

    status = 412


class TooLarge(Invalid):
    """More bytes than the platform takes in one request."""

    status = 413


class Unsupported(Invalid):
    """A content type or content coding that the resource doesn't take."""

    status = 415
