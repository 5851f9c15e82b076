"""Facts that the platform holds about people, which forms take from the records instead of asking for them again.

    PersonFact("school", _("School"), source=_("Personal record"), find=school_names, words=("学校", "school"))

A form shows a fact with its source, to be confirmed or said to be wrong. What is declared here isn't asked for anew:
`held` finds the fact that the words of a question ask for, and `kit.burden` refuses such questions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from santong.kit.registry import Label, Named, registry

LONGEST_LABEL = 24
"""Characters of a question that may ask for nothing but a fact; longer ones ask for more than that."""
ABOUT = re.compile(
    r"^(请|请您|请填写|填写|请输入|输入|您的|你的|您|你|本人|孩子|学生|教师|家长|的|所在|your|the|child's)+", re.I
)
SEPARATORS = re.compile(r"[\s:：()（）?？*、,，.。]+")


@dataclass(frozen=True)
class PersonFact(Named):
    """Something known about a person: `find(person_ids)` gives it as text for those of whom it is known.

    `source` says in which record it stands, `words` what else people call it (lower case). `sensitive` names the kind
    of sensitive information that it is ("phone"), "" for none; such a fact is given masked.
    """

    name: str
    label: Label
    source: Label
    find: Callable[[Collection[int]], Mapping[int, str]]
    words: tuple[str, ...] = ()
    sensitive: str = ""
    order: int = 100

    def of(self, person_id: int) -> str:
        """The fact of one person, "" when it isn't known."""
        return self.find([person_id]).get(person_id, "")


def facts() -> tuple[PersonFact, ...]:
    """All that modules declare."""
    return registry.of(PersonFact)


def held(question: str) -> PersonFact | None:
    """The fact that a question asks for, None for one that asks for something else."""
    asked = _plain(question)
    if not asked or len(asked) > LONGEST_LABEL:
        return None
    return next((fact for fact in facts() if asked in {_plain(word) for word in fact.words}), None)


def _plain(text: str) -> str:
    """Lower case, without politeness and signs."""
    return SEPARATORS.sub("", ABOUT.sub("", SEPARATORS.sub("", text.strip().lower())))
