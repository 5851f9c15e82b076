"""What other modules may use of the library."""

from santong.domains.learning.resources.actions.drafting import draft, files_of, latest
from santong.domains.learning.resources.actions.locking import (
    date_keys,
    give_key,
    lock_resource,
    set_certified,
    take_keys,
    unlock_resource,
)
from santong.domains.learning.resources.actions.reviewing import bring_back, submit, withdraw
from santong.domains.learning.resources.events import (
    ResourceCommented,
    ResourceDownloaded,
    ResourcePlayed,
    ResourceRated,
    ResourceReviewed,
    ResourceShared,
    ResourceSubmitted,
    ResourceUnshared,
    ResourceViewed,
)
from santong.domains.learning.resources.measures import RESOURCES_ADMITTED
from santong.domains.learning.resources.models import (
    Audience,
    Key,
    Kind,
    Level,
    Licence,
    Node,
    Point,
    Resource,
    Textbook,
    reaches,
)
from santong.domains.learning.resources.models.resources import not_over
from santong.domains.learning.resources.places import levels_above, open_reach_of
from santong.domains.learning.resources.queries.finding import Asked, find, related, rows_of

__all__ = [
    "RESOURCES_ADMITTED",
    "Asked",
    "Audience",
    "Key",
    "Kind",
    "Level",
    "Licence",
    "Node",
    "Point",
    "Resource",
    "ResourceCommented",
    "ResourceDownloaded",
    "ResourcePlayed",
    "ResourceRated",
    "ResourceReviewed",
    "ResourceShared",
    "ResourceSubmitted",
    "ResourceUnshared",
    "ResourceViewed",
    "Textbook",
    "bring_back",
    "date_keys",
    "draft",
    "files_of",
    "find",
    "give_key",
    "latest",
    "levels_above",
    "lock_resource",
    "not_over",
    "open_reach_of",
    "reaches",
    "related",
    "rows_of",
    "set_certified",
    "submit",
    "take_keys",
    "unlock_resource",
    "withdraw",
]
