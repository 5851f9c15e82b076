"""From the Markdown of a section to HTML."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

MARKDOWN = MarkdownIt("commonmark", {"html": False})


@lru_cache(maxsize=512)
def to_html(text: str) -> SafeString:
    """The HTML of a text that the product brings; HTML within the Markdown is shown as text."""
    return mark_safe(MARKDOWN.render(text))  # noqa: S308  (our own texts, and their HTML is escaped)
