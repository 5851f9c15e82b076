"""Writes: taking files in, converting, renaming, removing, allowing."""

from santong.domains.platform.files.actions.allowing import allow, disallow
from santong.domains.platform.files.actions.keeping import (
    keep_file,
    keep_renditions,
    remove_files,
    rename_file,
    restore_files,
)
from santong.domains.platform.files.actions.receiving import abandon, begin_upload, complete
from santong.domains.platform.files.actions.retrying import retry_conversion
from santong.domains.platform.files.actions.subtitling import remove_subtitles, set_subtitles
from santong.domains.platform.files.actions.taking import take_in
from santong.domains.platform.files.problems import NotTaken

__all__ = [
    "NotTaken",
    "abandon",
    "allow",
    "begin_upload",
    "complete",
    "disallow",
    "keep_file",
    "keep_renditions",
    "remove_files",
    "remove_subtitles",
    "rename_file",
    "restore_files",
    "retry_conversion",
    "set_subtitles",
    "take_in",
]
