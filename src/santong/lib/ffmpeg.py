"""ffmpeg: the system's, which its distribution keeps patched, else the one that a package brought along."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from shutil import which

BROUGHT_BY = "imageio_ffmpeg.binaries"


class NoFfmpeg(LookupError):
    """Neither the system nor a package has ffmpeg."""


def ffmpeg_program() -> str:
    """The path of the program; raises `NoFfmpeg`."""
    found = which("ffmpeg") or next(iter(_brought_along()), None)
    if found is None:
        raise NoFfmpeg
    return found


def _brought_along() -> list[str]:
    """What the package holds for this machine; empty where it has no program for it, or isn't installed."""
    try:
        folder = files(BROUGHT_BY)
    except ModuleNotFoundError:
        return []
    return [str(path) for path in folder.iterdir() if path.name.startswith("ffmpeg-") and isinstance(path, Path)]
