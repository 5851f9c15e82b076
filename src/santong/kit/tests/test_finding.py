"""Look-ups for what people type: in either script, in upper and lower case, and never as a pattern."""

from __future__ import annotations

import pytest

from santong.kit.fulltext.models import Term

pytestmark = pytest.mark.django_db

TEXTS = ("國歌", "国歌的学唱", "Class 3 [a]", "100%_sure", "a*b?", "微課", "头髮", "皇后", "走後", "é")


@pytest.fixture(autouse=True)
def texts() -> None:
    Term.objects.bulk_create(Term(index="x", text=text) for text in TEXTS)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("国歌", {"國歌", "国歌的学唱"}),
        ("國歌", {"國歌", "国歌的学唱"}),
        ("微课", {"微課"}),
        ("頭发", {"头髮"}),
        ("后", {"皇后", "走後"}),
        ("cLASS", {"Class 3 [a]"}),
        ("[A]", {"Class 3 [a]"}),
        ("%_", {"100%_sure"}),
        ("*", {"a*b?"}),
        ("b?", {"a*b?"}),
        ("É", {"é"}),
        (".", set()),
        ("\\", set()),
        ("]", {"Class 3 [a]"}),
        ("^", set()),
        ("学 ", set()),
    ],
)
def test_what_holds_a_text(typed, found):
    assert set(Term.objects.filter(text__holds=typed).values_list("text", flat=True)) == found


@pytest.mark.parametrize(("typed", "found"), [("国", {"國歌", "国歌的学唱"}), ("歌", set()), ("A", {"a*b?"})])
def test_what_begins_with_a_text(typed, found):
    assert set(Term.objects.filter(text__begins=typed).values_list("text", flat=True)) == found
