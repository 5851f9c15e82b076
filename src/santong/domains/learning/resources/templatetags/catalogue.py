"""Parts of the pages that keep the catalogue."""

from __future__ import annotations

from django import template

from santong.domains.learning.resources.synonyms import supplied_groups

register = template.Library()


@register.inclusion_tag("resources/supplied_synonyms.html")
def supplied_synonyms() -> dict[str, object]:
    """The groups supplied with the platform that still hold."""
    return {"groups": [" ".join(words) for words in supplied_groups()]}
