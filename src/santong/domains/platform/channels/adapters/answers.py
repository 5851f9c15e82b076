"""What every adapter takes and gives: parcels, what the other side said of each, and what stops a whole channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from santong.kit.registry import Label


class Problem(models.TextChoices):
    """Why something didn't get through, in words; values are kept in rows."""

    UNREACHABLE = "unreachable", _("The other side can't be reached.")
    KEY = "key", _("The other side doesn't accept the key or secret.")
    RIGHT = "right", _("The other side doesn't allow this server or application to send.")
    PACE = "pace", _("The other side asks to send more slowly.")
    BUSY = "busy", _("The other side is out of order for now.")
    MONEY = "money", _("The account at the other side has run out of money.")
    ADDRESS = "address", _("The other side doesn't know this address.")
    UNWANTED = "unwanted", _("Whoever owns this address takes no messages from the platform there.")
    CONTENT = "content", _("The other side refuses the text, the template or the signature.")
    STRANGE = "strange", _("The other side gave an answer that isn't in its documentation.")
    FORBIDDEN = "forbidden", _("The address of the other side leads into an inner network or isn't https.")
    SET_UP = "set_up", _("The channel isn't set up completely.")
    TOO_LATE = "too_late", _("Given up after a day.")


class Outcome(Enum):
    """What an answer means: it is there; try again later; never."""

    DELIVERED = "delivered"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True)
class Answer:
    """What the other side said of one message; `detail` is what it said itself, `after` seconds to wait at least."""

    outcome: Outcome
    problem: str = ""
    detail: str = ""
    after: int = 0


DELIVERED = Answer(Outcome.DELIVERED)


def later(problem: Problem, detail: str = "", after: int = 0) -> Answer:
    """Not now."""
    return Answer(Outcome.LATER, problem.value, detail[:200], after)


def never(problem: Problem, detail: str = "") -> Answer:
    """Not at all: the same would be refused each time."""
    return Answer(Outcome.NEVER, problem.value, detail[:200])


class Trouble(Exception):
    """Nothing goes through this channel now, whoever it is for; `after` seconds it may again."""

    def __init__(self, problem: Problem, detail: str = "", after: int = 0) -> None:
        super().__init__(f"{problem.value}: {detail}")
        self.problem, self.detail, self.after = problem.value, detail[:200], after


@dataclass(frozen=True)
class Parcel:
    """One message for one address.

    `key` is the same when it is sent again because nobody knows whether it arrived, so that the other side can tell;
    `topic` is the same for all addresses of a message. `link` is the whole address that leads back. `code` is for a
    message that says nothing but a code.
    """

    key: str
    topic: str
    to: str
    title: str
    link: str
    code: str = ""
    is_urgent: bool = False


@dataclass(frozen=True)
class Setting:
    """Something that whoever sets a channel up enters. `choices` are values with their words."""

    name: str
    label: Label
    help: Label = ""
    is_secret: bool = False
    is_required: bool = True
    initial: str = ""
    is_address: bool = False
    choices: tuple[tuple[str, Label], ...] = ()
    made: bool = False
    """Made by the platform itself, never typed."""


@dataclass(frozen=True)
class Given:
    """What an adapter works with: settings and secrets by name, and whether loopback may be asked (tests)."""

    values: Mapping[str, str] = field(default_factory=dict)
    loopback: bool = False

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


class Adapter:
    """A way out. A subclass says what it needs and how it sends; one lives as long as a job sends with it."""

    settings: ClassVar[Sequence[Setting]] = ()
    batch: ClassVar[int] = 100
    """Messages that one worker takes in hand together; sending them takes less time than it may hold them."""
    repeats: ClassVar[bool] = False
    """Whether a message may arrive twice when a worker dies while it is on its way: the protocol has no key for it."""

    def __init__(self, given: Given) -> None:
        self.given = given

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Said]:
        """Send, and say after each request what the other side answered of the messages in it.

        Raises `Trouble`, and those that nothing was said of haven't been sent.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Let go of connections."""


Said = Sequence[tuple[Parcel, Answer]]
"""What was answered of the messages of one request."""


def of_all(parcels: Sequence[Parcel], answer: Answer) -> Said:
    """The same was answered of all."""
    return [(parcel, answer) for parcel in parcels]


def in_groups(parcels: Sequence[Parcel], most: int) -> Iterator[list[Parcel]]:
    """Those that say the same together, at most so many, in their order."""
    groups: dict[tuple[str, str, str], list[Parcel]] = {}
    for parcel in parcels:
        groups.setdefault((parcel.topic, parcel.title, parcel.link), []).append(parcel)
    for group in groups.values():
        for start in range(0, len(group), most):
            yield group[start : start + most]
