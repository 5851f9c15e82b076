"""What other modules may use of the learning records.

# in the `ready` of a module's application
record_from(ResourceOpened, lambda event: Happening(
    person_id=event.person_id, verb="viewed", activity=f"resources/{event.resource_id}",
    activity_type="resource", name=event.title))
"""

from santong.domains.platform.records.actions.credentials import create_provider, issue_credential
from santong.domains.platform.records.actions.erasing import erase_person
from santong.domains.platform.records.actions.inside import store_own, store_with
from santong.domains.platform.records.actions.outbox import record, record_from
from santong.domains.platform.records.events import ErasureCarriedOut, Happening, PersonErased
from santong.domains.platform.records.models import Provider
from santong.domains.platform.records.queries.flow import (
    Flowing,
    agent_number,
    kept_from,
    moment_of,
    people_of_accounts,
    statements_after,
    voided_among,
)
from santong.domains.platform.records.queries.learners import account_name
from santong.domains.platform.records.queries.providers import provider_paths
from santong.domains.platform.records.vocabulary import ACTIVITY_TYPES, VERBS
from santong.domains.platform.records.xapi.statements import VOIDED

__all__ = [
    "ACTIVITY_TYPES",
    "VERBS",
    "VOIDED",
    "ErasureCarriedOut",
    "Flowing",
    "Happening",
    "PersonErased",
    "Provider",
    "account_name",
    "agent_number",
    "create_provider",
    "erase_person",
    "issue_credential",
    "kept_from",
    "moment_of",
    "people_of_accounts",
    "provider_paths",
    "record",
    "record_from",
    "statements_after",
    "store_own",
    "store_with",
    "voided_among",
]
