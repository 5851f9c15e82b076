"""Parts of the pages that keep the catalogue, and of an author's own."""

from __future__ import annotations

from django import template

from santong.domains.learning.resources.queries.thanks import thanks_to
from santong.domains.learning.resources.synonyms import supplied_groups

register = template.Library()


@register.inclusion_tag("resources/supplied_synonyms.html")
def supplied_synonyms() -> dict[str, object]:
    """The groups supplied with the platform that still hold."""
    return {"groups": [" ".join(words) for words in supplied_groups()]}


@register.inclusion_tag("resources/thanks.html", takes_context=True)
def thanks(context: template.Context) -> dict[str, object]:
    """What came back to the author who looks."""
    return {"thanks": thanks_to(context["request"].viewer)}
