"""Sound → AAC that every browser plays, and a waveform to seek in; decoded once."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from santong.domains.platform.files.conversion.made import ConversionFailed, Made
from santong.domains.platform.files.conversion.media import INPUT, encode, probe
from santong.domains.platform.files.models import Rendition

K = Rendition.Kind
RATE = 4000
"""Samples a second that the waveform is drawn from."""
PEAKS = 800
LONGEST = 6 * 3600
SOUND = ["-map", "0:a:0", "-vn", "-c:a", "aac", "-b:a", "96k", "-ac", "2", "-movflags", "+faststart", "sound.m4a"]
WAVE = ["-map", "0:a:0", "-vn", "-ac", "1", "-ar", str(RATE), "-f", "s16le", "wave.raw"]


def make(source: Path, folder: Path, wanted: Collection[str]) -> Iterator[Made]:
    """What is wanted, from one run of ffmpeg."""
    found = probe(source)
    if not found.has_audio:
        raise ConversionFailed(_("There is no sound in this recording. Record it again and check the microphone."))
    arguments = [*INPUT, "-i", str(source), "-t", str(LONGEST), *(SOUND if K.AUDIO in wanted else []), *WAVE]
    ended = encode(arguments, folder, found.seconds, _("Converting the sound"))
    if not ended.is_good:
        raise ConversionFailed(_("The recording is damaged. Save it as MP3 or M4A and send it again."))
    seconds = round((folder / "wave.raw").stat().st_size / 2 / RATE, 2)
    if K.AUDIO in wanted:
        yield Made(K.AUDIO, "sound.m4a", data={"seconds": seconds})
    if K.WAVEFORM in wanted:
        yield _waveform(folder, seconds)


def _waveform(folder: Path, seconds: float) -> Made:
    peaks = peaks_of(folder / "wave.raw")
    (folder / "peaks.json").write_text(json.dumps(peaks))
    return Made(K.WAVEFORM, "peaks.json", data={"peaks": len(peaks), "seconds": seconds})


def peaks_of(path: Path) -> list[float]:
    """At most `PEAKS` loudest samples, one of each equal stretch; 0 silent, 1 the loudest possible."""
    samples = array("h", path.read_bytes())
    step = max(1, -(-len(samples) // PEAKS))
    parts = (samples[start : start + step] for start in range(0, len(samples), step))
    return [round(max(max(part), -min(part)) / 32768, 3) for part in parts]
