"""Reads: files that a viewer may read, what was made from them, how much is stored."""

from santong.domains.platform.files.queries.allowances import Room, room_of, usage_below
from santong.domains.platform.files.queries.files import (
    Unreadable,
    address_of,
    may_save,
    own_file,
    own_files,
    readable_file,
    readable_files,
    rendition_of,
    renditions_of,
    subtitles_of,
    text_of,
)

__all__ = [
    "Room",
    "Unreadable",
    "address_of",
    "may_save",
    "own_file",
    "own_files",
    "readable_file",
    "readable_files",
    "rendition_of",
    "renditions_of",
    "room_of",
    "subtitles_of",
    "text_of",
    "usage_below",
]
