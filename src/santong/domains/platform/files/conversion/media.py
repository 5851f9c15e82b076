"""ffmpeg and ffprobe, as video and sound use them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any

from django.utils.translation import gettext as _

from santong.domains.platform.files.conversion.made import ConversionFailed
from santong.domains.platform.files.programs import GB, Ended, Limits, run
from santong.kit.jobs.public import progress

FORMATS = "mov,matroska,webm,avi,flv,mpeg,mpegts,asf,ogg,wav,mp3,aac,flac,amr"
"""Containers that hold their own content. Playlists, which name other files, are none of them."""
INPUT = ["-protocol_whitelist", "file,pipe", "-format_whitelist", FORMATS]
PROBE_LIMITS = Limits(cpu=30, clock=60, memory=GB)
CPU_PER_SECOND = 4
LEAST = 120


@dataclass(frozen=True)
class Probe:
    """What ffprobe finds: seconds, pixels as shown (after turning), frames a second."""

    seconds: float
    width: int
    height: int
    rate: float
    has_audio: bool

    @property
    def has_video(self) -> bool:
        """Whether there is a picture to show."""
        return self.width > 0 and self.height > 0


def probe(source: Path) -> Probe:
    """Look at a recording. Raises `ConversionFailed` when it can't be read."""
    _need("ffprobe")
    command = ["ffprobe", "-v", "error", *INPUT, "-show_streams", "-show_format", "-of", "json", str(source)]
    ended = run(command, PROBE_LIMITS)
    if not ended.is_good:
        raise ConversionFailed(_("The recording is damaged or of an unknown kind. Save it as MP4 and send it again."))
    told = json.loads(ended.output)
    streams = told.get("streams", [])
    video: dict[str, Any] = next((s for s in streams if s["codec_type"] == "video" and not _is_cover(s)), {})
    width, height = int(video.get("width", 0)), int(video.get("height", 0))
    if _is_turned(video):
        width, height = height, width
    seconds = float(told.get("format", {}).get("duration") or video.get("duration") or 0)
    has_audio = any(stream["codec_type"] == "audio" for stream in streams)
    return Probe(seconds, width, height, _rate(video), has_audio)


def _is_cover(stream: dict[str, object]) -> bool:
    disposition = stream.get("disposition")
    return isinstance(disposition, dict) and bool(disposition.get("attached_pic"))


def _is_turned(stream: dict[str, object]) -> bool:
    found = stream.get("side_data_list")
    turns = [side.get("rotation", 0) for side in found if isinstance(side, dict)] if isinstance(found, list) else []
    return any(int(turn) % 180 for turn in turns)


def _rate(stream: dict[str, object]) -> float:
    above, _slash, below = str(stream.get("avg_frame_rate", "0/1")).partition("/")
    return float(above) / float(below) if float(below or 0) else 0.0


def encode(arguments: list[str], folder: Path, seconds: float, text: str) -> Ended:
    """Run ffmpeg with its progress shown; the time it may take grows with the recording."""
    _need("ffmpeg")
    limits = Limits(
        int(LEAST + CPU_PER_SECOND * seconds), LEAST + 3 * CPU_PER_SECOND * seconds, 6 * GB, 20 * GB, nice=5
    )
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-progress", "pipe:1", *arguments]

    def heard(output: str) -> None:
        moments = [line.partition("=")[2] for line in output.splitlines() if line.startswith("out_time_us=")]
        if moments and moments[-1].isdigit() and seconds:
            progress.report(min(int(int(moments[-1]) / 1e6), int(seconds)), int(seconds), text)

    return run(command, limits, folder=folder, heard=heard)


def _need(program: str) -> None:
    if which(program) is None:
        raise ConversionFailed(_("Recordings can't be converted here: ffmpeg isn't installed. Tell your operators."))


def is_possible() -> bool:
    """Whether ffmpeg is installed."""
    return which("ffmpeg") is not None and which("ffprobe") is not None
