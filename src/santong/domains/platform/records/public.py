"""What other modules may use of the learning records.

# in the `ready` of a module's application
record_from(ResourceOpened, lambda event: Happening(
    person_id=event.person_id, verb="viewed", activity=f"resources/{event.resource_id}",
    activity_type="resource", name=event.title))
"""

from santong.domains.platform.records.actions.expiring import erase_person
from santong.domains.platform.records.actions.outbox import record, record_from
from santong.domains.platform.records.events import Happening
from santong.domains.platform.records.vocabulary import ACTIVITY_TYPES, VERBS

__all__ = ["ACTIVITY_TYPES", "VERBS", "Happening", "erase_person", "record", "record_from"]
