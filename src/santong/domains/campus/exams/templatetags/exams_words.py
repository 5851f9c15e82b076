"""Words about papers in templates."""

from __future__ import annotations

from django import template

from santong.domains.campus.exams.models import Paper
from santong.domains.campus.exams.queries import named

register = template.Library()


@register.filter
def paper_name(paper: Paper) -> str:
    """A paper with its grade."""
    return named(paper)
