"""What other modules may use of the library."""

from santong.domains.learning.resources.actions.drafting import draft, files_of, latest
from santong.domains.learning.resources.actions.reviewing import bring_back, submit, withdraw
from santong.domains.learning.resources.events import (
    ResourceCommented,
    ResourceDownloaded,
    ResourceRated,
    ResourceReviewed,
    ResourceShared,
    ResourceSubmitted,
    ResourceViewed,
)
from santong.domains.learning.resources.models import Audience, Kind, Level, Licence, Node, Point, Resource, Textbook
from santong.domains.learning.resources.panels import add_panel
from santong.domains.learning.resources.queries.finding import Asked, find, related, rows_of

__all__ = [
    "Asked",
    "Audience",
    "Kind",
    "Level",
    "Licence",
    "Node",
    "Point",
    "Resource",
    "ResourceCommented",
    "ResourceDownloaded",
    "ResourceRated",
    "ResourceReviewed",
    "ResourceShared",
    "ResourceSubmitted",
    "ResourceViewed",
    "Textbook",
    "add_panel",
    "bring_back",
    "draft",
    "files_of",
    "find",
    "latest",
    "related",
    "rows_of",
    "submit",
    "withdraw",
]
