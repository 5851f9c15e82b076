"""ffmpeg, as video and sound use it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from santong.domains.platform.files.conversion.made import CannotConvertHere, ConversionFailed
from santong.domains.platform.files.programs import GB, Ended, Limits, run
from santong.kit.jobs.public import progress
from santong.lib.ffmpeg import NoFfmpeg, ffmpeg_program

FORMATS = "mov,matroska,webm,avi,flv,mpeg,mpegts,asf,ogg,wav,mp3,aac,flac,amr"
"""Containers that hold their own content. Playlists, which name other files, are none of them."""
INPUT = ["-protocol_whitelist", "file,pipe", "-format_whitelist", FORMATS]
PROBE_LIMITS = Limits(cpu=60, clock=180, memory=GB)
CPU_PER_SECOND = 4
LEAST = 120
SHORTEST = 0.04
"""Seconds that a recording of a single picture lasts."""
STREAMS = ["-map", "0:V:0?", "-map", "0:a:0?"]
"""The picture, unless it is a cover, and the sound; each if there is one."""
NOTHING_THERE = "does not contain any stream"
_SIZE = re.compile(r"^#dimensions \d+: (\d+)x(\d+)$", re.MULTILINE)
_SHAPE = re.compile(r"^#sar \d+: (\d+)/(\d+)$", re.MULTILINE)
_MOMENT = re.compile(r"^out_time_us=(\d+)$", re.MULTILINE)


@dataclass(frozen=True)
class Probe:
    """What a recording holds: seconds, pixels as they are shown (turned, and stretched to squares)."""

    seconds: float
    width: int
    height: int
    has_audio: bool

    @property
    def has_video(self) -> bool:
        """Whether there is a picture to show."""
        return self.width > 0 and self.height > 0


def probe(source: Path) -> Probe:
    """Look at a recording: its first picture, and how long it really is. Raises `ConversionFailed`.

    What a container says of its length is missing in what browsers record, and wrong after a crash.
    """
    first = ["-frames:v", "1", "-c:a", "copy", "-frames:a", "1", "-f", "framecrc", "-"]
    told = _look(source, first)
    if not told:
        return Probe(0, 0, 0, has_audio=False)
    length = _look(source, ["-c", "copy", "-progress", "pipe:1", "-f", "null", "-"])
    moments = _MOMENT.findall(length)
    seconds = int(moments[-1]) / 1e6 if moments else 0.0
    return Probe(max(seconds, SHORTEST), *_shown_size(told), has_audio=": audio" in told)


def _look(source: Path, arguments: list[str]) -> str:
    """What ffmpeg prints about a file; "" when nothing in it can be seen or heard."""
    command = [*_ffmpeg(), *INPUT, "-i", str(source), *STREAMS, *arguments]
    ended = run(command, PROBE_LIMITS)
    if NOTHING_THERE in ended.said:
        return ""
    if not ended.is_good:
        raise ConversionFailed(_("The recording is damaged or of an unknown kind. Save it as MP4 and send it again."))
    return ended.output


def _shown_size(told: str) -> tuple[int, int]:
    """Width and height of the decoded picture; pixels that are no squares are stretched sideways."""
    size, shape = _SIZE.search(told), _SHAPE.search(told)
    if size is None:
        return 0, 0
    across, along = map(int, shape.groups()) if shape else (1, 1)
    return round(int(size[1]) * (across / along if across and along else 1)), int(size[2])


def encode(arguments: list[str], folder: Path, seconds: float, text: str) -> Ended:
    """Run ffmpeg with its progress shown; the time it may take grows with the recording."""
    limits = Limits(
        int(LEAST + CPU_PER_SECOND * seconds), LEAST + 3 * CPU_PER_SECOND * seconds, 6 * GB, 20 * GB, nice=5
    )
    command = [*_ffmpeg(), "-y", "-progress", "pipe:1", *arguments]

    def heard(output: str) -> None:
        moments = [line.partition("=")[2] for line in output.splitlines() if line.startswith("out_time_us=")]
        if moments and moments[-1].isdigit() and seconds:
            progress.report(min(int(int(moments[-1]) / 1e6), int(seconds)), int(seconds), text)

    return run(command, limits, folder=folder, heard=heard)


def _ffmpeg() -> list[str]:
    try:
        return [ffmpeg_program(), "-v", "error", "-nostdin"]
    except NoFfmpeg:
        raise CannotConvertHere(
            _("Recordings can't be converted here: ffmpeg isn't installed. Tell your operators.")
        ) from None
