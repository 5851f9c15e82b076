"""The problems of statements in the reader's language.

The record store answers in English, as the specification's properties are. Its sentences are
templates here; a sentence that fits one is put together again in the language of the page.
"""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import gettext, gettext_noop

TEMPLATES = (
    gettext_noop("must be %(expected)s, is %(found)s"),
    gettext_noop("is missing"),
    gettext_noop("is not a property of the specification"),
    gettext_noop("needs both homePage and name"),
    gettext_noop("has more than one identifier: %(names)s"),
    gettext_noop("needs one identifier: account, mbox, mbox_sha1sum or openid"),
    gettext_noop("is needed in a group without an identifier"),
    gettext_noop("is empty; a group without an identifier needs members"),
    gettext_noop("has more than %(number)s members"),
    gettext_noop("as a group it may not have an identifier"),
    gettext_noop("is only allowed when the object is an activity"),
    gettext_noop("this key appears twice in one object"),
    gettext_noop("the number %(number)s is too large"),
    gettext_noop("%(name)s is not JSON"),
    gettext_noop("not valid JSON: %(reason)s at line %(line)s, column %(column)s"),
    gettext_noop("objects and arrays nested more than %(number)s deep"),
    gettext_noop("contains half of a surrogate pair (\\ud800–\\udfff)"),
    gettext_noop("the offset -00:00 is not allowed; write Z"),
    gettext_noop("%(low)s is not below max, %(high)s"),
    gettext_noop("%(raw)s is below min, %(low)s"),
    gettext_noop("%(raw)s is above max, %(high)s"),
    gettext_noop("%(name)s appears twice"),
)
PHRASES = (
    gettext_noop("an object"),
    gettext_noop("an array"),
    gettext_noop("null"),
    gettext_noop("true"),
    gettext_noop("false"),
    gettext_noop("the number %(number)s"),
    gettext_noop("a string"),
    gettext_noop("a number"),
    gettext_noop("true or false"),
    gettext_noop("1 to 500 characters"),
    gettext_noop("exactly two agents"),
    gettext_noop("one of %(names)s"),
    gettext_noop("an array of strings"),
    gettext_noop("an array of interaction components"),
    gettext_noop("an array of agents"),
    gettext_noop("an array of attachments"),
    gettext_noop("an array of at least one IRI"),
    gettext_noop("an array of %(kind)s objects"),
    gettext_noop("a whole number of bytes"),
    gettext_noop("a SHA-2 hash in hexadecimal digits"),
    gettext_noop("between -1 and 1"),
    gettext_noop("anything but SubStatement here"),
    gettext_noop('"StatementRef" when the verb is voided'),
    gettext_noop("an IRI with a scheme, of at most %(number)s characters"),
    gettext_noop("a UUID such as %(example)s"),
    gettext_noop("an address of the form mailto:name@example.com"),
    gettext_noop("40 hexadecimal digits"),
    gettext_noop("a media type such as text/plain"),
    gettext_noop("a language tag such as zh-CN (RFC 5646)"),
    gettext_noop("an object of language tags and texts"),
    gettext_noop("an object whose keys are IRIs"),
    gettext_noop("an ISO 8601 duration such as PT4H35M59S"),
    gettext_noop("a time such as %(example)s"),
    gettext_noop("Expecting value"),
    gettext_noop("Expecting property name enclosed in double quotes"),
    gettext_noop("Expecting %(sign)s delimiter"),
    gettext_noop("Unterminated string starting"),
    gettext_noop("Extra data"),
    gettext_noop("Invalid control character"),
    gettext_noop("Invalid \\escape"),
)

_PLACE = re.compile(r"%\\?\((\w+)\\?\)s")


def in_words(message: str) -> str | None:
    """A problem in the language of the page; None when it is none of the known sentences."""
    return _filled(message, TEMPLATES)


def _filled(text: str, templates: tuple[str, ...]) -> str | None:
    for template in templates:
        match = _pattern(template).fullmatch(text)
        if match:
            values = {name: _phrase(value) for name, value in match.groupdict().items()}
            return gettext(template) % values if values else gettext(template)
    return None


def _phrase(text: str) -> str:
    # "at" belongs to some of the parser's sentences and to ours as well.
    found = _filled(text.removesuffix(" at"), PHRASES)
    return text if found is None else found


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(template)), re.DOTALL)
