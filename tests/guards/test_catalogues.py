"""Catalogues: Django merges those of all modules into one, so a text has one translation everywhere.

Of two translations the first installed module's would be shown on the other's pages as well. Where the
meaning is the same, the words must be; where it differs, one of the two needs English words of its own.
"""

from __future__ import annotations

from collections import defaultdict

import polib

from santong.kit.i18n import PACKAGE, catalogues, missing


def test_no_text_has_two_translations():
    found: dict[tuple[str, str | None, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in catalogues():
        module = path.parents[3].relative_to(PACKAGE).as_posix()
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                words = entry.msgstr or "|".join(entry.msgstr_plural.values())
                found[path.parts[-3], entry.msgctxt, entry.msgid][words].append(module)
    assert not {text: dict(words) for text, words in found.items() if len(words) > 1}


def test_no_application_borrows_its_words_from_another():
    assert [f"{message.place}: {message.text}" for message in missing()] == []
