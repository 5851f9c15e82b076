"""What other modules may use of files.

Hold a file by a foreign key to `File`, let people choose it with `FilesField`, grant reading with
a `FileReaders` in `module.py`, show it with `{% include "files/show.html" with shown=shown_file %}` where
`shown_file = show(viewer, pk)`, or build addresses with `address_of`.
"""

from santong.domains.platform.files.actions import NotTaken, keep_file, keep_renditions
from santong.domains.platform.files.attaching import FilesField
from santong.domains.platform.files.conversion import Made, convert_local
from santong.domains.platform.files.conversion.office import office_program
from santong.domains.platform.files.converting import convert_what_is_missing
from santong.domains.platform.files.events import FileConverted, FileReady, FileRefused, FileReworded
from santong.domains.platform.files.models import Blob, File, Kind, Rendition, Subtitle
from santong.domains.platform.files.queries import (
    Room,
    Unreadable,
    address_of,
    own_file,
    own_files,
    readable_file,
    readable_files,
    rendition_of,
    renditions_of,
    room_of,
    subtitles_of,
    text_of,
)
from santong.domains.platform.files.readers import FileReaders
from santong.domains.platform.files.showing import Shown, show, show_several, shown_several
from santong.domains.platform.files.wording import FileWording

__all__ = [
    "Blob",
    "File",
    "FileConverted",
    "FileReaders",
    "FileReady",
    "FileRefused",
    "FileReworded",
    "FileWording",
    "FilesField",
    "Kind",
    "Made",
    "NotTaken",
    "Rendition",
    "Room",
    "Shown",
    "Subtitle",
    "Unreadable",
    "address_of",
    "convert_local",
    "convert_what_is_missing",
    "keep_file",
    "keep_renditions",
    "office_program",
    "own_file",
    "own_files",
    "readable_file",
    "readable_files",
    "rendition_of",
    "renditions_of",
    "room_of",
    "show",
    "show_several",
    "shown_several",
    "subtitles_of",
    "text_of",
]
