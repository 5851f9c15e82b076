"""Requests for erasure, and how much they are about."""

from __future__ import annotations

from django.db import connection

from santong.domains.platform.duplicates.public import one_person
from santong.domains.platform.records.models import ErasureRequest
from santong.domains.platform.records.queries.learners import agent_of, learners_of


def last_request(person_id: int) -> ErasureRequest | None:
    """The newest request about a person, whichever of their accounts it named."""
    rows = ErasureRequest.objects.unscoped("for the person themselves and who cares for them")
    return rows.filter(person_id__in=one_person(person_id)).order_by("-pk").first()


def count_about(person_id: int) -> int:
    """In how many statements a person stands."""
    numbers = [agent_of(learner.name) + related for learner in learners_of(person_id) for related in (0, 1)]
    if not numbers:
        return 0
    marks = ", ".join(["%s"] * len(numbers))
    with connection.cursor() as cursor:
        # The marks stand for parameters.
        cursor.execute(f"SELECT count(DISTINCT seq) FROM records_posting WHERE list IN ({marks})", numbers)  # noqa: S608
        return int(cursor.fetchone()[0])
