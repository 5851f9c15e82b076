"""What other modules may use of moderation.

Before texts are written: `check(texts, path=…)`, and refuse with `.refusal` when that isn't ""; a form does so with
`refuse_forbidden`.
After the object is written, and whenever its texts change: `review(kind=…, object_id=…)`, and keep
the object from others unless the answer is "released": leave out `withheld(kind)`, or what `settle`
is told. What a moderator decides later comes through
the `settle` of the `Holdable` that the module declares.
"""

from santong.domains.platform.moderation.actions import put_word, report, review
from santong.domains.platform.moderation.events import CaseDecided, CaseOpened
from santong.domains.platform.moderation.holdables import Around, Holdable, Subject
from santong.domains.platform.moderation.models import Case, Category, Effect, Level, Word
from santong.domains.platform.moderation.queries import Finding, Outcome, check, state_of, withheld
from santong.domains.platform.moderation.refusing import refuse_forbidden

__all__ = [
    "Around",
    "Case",
    "CaseDecided",
    "CaseOpened",
    "Category",
    "Effect",
    "Finding",
    "Holdable",
    "Level",
    "Outcome",
    "Subject",
    "Word",
    "check",
    "put_word",
    "refuse_forbidden",
    "report",
    "review",
    "state_of",
    "withheld",
]
