"""The catalogue, resources with their versions, reviewing, and what people do with resources."""

from santong.domains.learning.resources.models.catalogue import Node, Point, Textbook
from santong.domains.learning.resources.models.keys import Key, keys_of, locks_at
from santong.domains.learning.resources.models.playing import Mark, Playing, Stretch
from santong.domains.learning.resources.models.resources import (
    LEVEL_OF,
    NOWHERE,
    Audience,
    Kind,
    Level,
    Licence,
    Part,
    Resource,
    Version,
    not_over,
    reaches,
)
from santong.domains.learning.resources.models.reviewing import Complaint, Review, Reviewer
from santong.domains.learning.resources.models.synonyms import SynonymGroup
from santong.domains.learning.resources.models.using import (
    Collection,
    CollectionItem,
    Progress,
    SavedSearch,
    Viewing,
)

__all__ = [
    "LEVEL_OF",
    "NOWHERE",
    "Audience",
    "Collection",
    "CollectionItem",
    "Complaint",
    "Key",
    "Kind",
    "Level",
    "Licence",
    "Mark",
    "Node",
    "Part",
    "Playing",
    "Point",
    "Progress",
    "Resource",
    "Review",
    "Reviewer",
    "SavedSearch",
    "Stretch",
    "SynonymGroup",
    "Textbook",
    "Version",
    "Viewing",
    "keys_of",
    "locks_at",
    "not_over",
    "reaches",
]
