"""Video → HLS in two sizes, a poster, and pictures for seeking; decoded once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from santong.domains.platform.files.conversion.made import ConversionFailed, Made
from santong.domains.platform.files.conversion.media import INPUT, Probe, encode, probe
from santong.domains.platform.files.models import Rendition

K = Rendition.Kind
HEIGHTS = (360, 720)
"""Rungs of the ladder: the shorter side of the picture, in pixels."""
QUALITY = {360: ("27", "800k", "1600k"), 720: ("25", "2400k", "4800k")}
"""Rate factor, most bits a second, buffer."""
PRESET = ("-preset", "ultrafast", "-x264-params", "cabac=1:deblock=0,0:aq-mode=1")
"""Measured on a 1080p lesson: two thirds of the encoding time of "superfast" for a fifth more bytes."""
SEGMENT = 4
MOST_RATE = 30
TILES, COLUMNS = 100, 10
TILE_WIDTH = 160


def make(source: Path, folder: Path, wanted: Collection[str]) -> Iterator[Made]:
    """Everything from one run of ffmpeg."""
    found = probe(source)
    if not found.has_video or not found.seconds:
        raise ConversionFailed(_("There is no picture in this video. Save it as MP4 and send it again."))
    rungs = rungs_of(found)
    ended = encode(arguments(source, found, rungs), folder, found.seconds, _("Converting the video"))
    if not ended.is_good or not (folder / "master.m3u8").exists():
        raise ConversionFailed(_("The video is damaged or incomplete. Save it as MP4 and send it again."))
    yield _stream(folder, found, rungs)
    yield Made(K.POSTER, "poster.jpg", data=_size(found, rungs[-1]))
    yield _sprite(folder, found)


def rungs_of(found: Probe) -> list[int]:
    """The rungs that the picture is large enough for; at least one, never larger than the picture."""
    shorter = min(found.width, found.height)
    fitting = [height for height in HEIGHTS if height <= shorter]
    return fitting or [shorter - shorter % 2]


def every_of(seconds: float) -> int:
    """Seconds between two pictures for seeking, so that they fit on one sheet."""
    return max(2, -(-int(seconds) // TILES))


def arguments(source: Path, found: Probe, rungs: list[int]) -> list[str]:
    """What ffmpeg is told: one decoder, the large rung, the small one from it, the sheet and the poster."""
    large = rungs[-1]
    count = len(rungs)
    sound = ["-map", "0:a:0"] * count if found.has_audio else []
    rate = f"fps={MOST_RATE}," if found.rate > MOST_RATE + 1 else ""
    split = "".join(f"[v{number}]" for number in range(count))
    graph = [
        f"[0:v:0]{rate}scale={_fit(found, large)}:flags=fast_bilinear,format=yuv420p,split={count + 2}{split}[s][p]"
    ]
    if count == 2:
        graph.append(f"[v0]scale={_fit(found, rungs[0])}:flags=fast_bilinear[small]")
    graph.append(
        f"[s]fps=1/{every_of(found.seconds)}:round=up,scale={TILE_WIDTH}:-2:flags=fast_bilinear,"
        f"tile={COLUMNS}x{TILES // COLUMNS}[sheet]"
    )
    graph.append(f"[p]select='gte(t,{min(3.0, found.seconds / 3):.2f})'[poster]")
    maps = ["-map", "[small]" if count == 2 else "[v0]", *(["-map", "[v1]"] if count == 2 else [])]
    return [
        *INPUT, "-i", str(source), "-filter_complex", ";".join(graph), *maps,
        *([*sound, "-c:a", "aac", "-b:a", "96k", "-ac", "2"] if sound else []),
        *_encoder(rungs), *_playlist(count, has_audio=found.has_audio),
        "-map", "[sheet]", "-frames:v", "1", "-q:v", "5", "sprite.jpg",
        "-map", "[poster]", "-frames:v", "1", "-q:v", "4", "poster.jpg",
    ]  # fmt: skip


def _fit(found: Probe, shorter: int) -> str:
    return f"-2:{shorter}" if found.width >= found.height else f"{shorter}:-2"


def _encoder(rungs: list[int]) -> list[str]:
    common = ["-c:v", "libx264", *PRESET, "-pix_fmt", "yuv420p", "-sc_threshold", "0"]
    common += ["-force_key_frames", f"expr:gte(t,n_forced*{SEGMENT})"]
    for number, rung in enumerate(rungs):
        quality, most, buffer = QUALITY.get(rung, QUALITY[360])
        common += [f"-crf:v:{number}", quality, f"-maxrate:v:{number}", most, f"-bufsize:v:{number}", buffer]
    return common


def _playlist(count: int, *, has_audio: bool) -> list[str]:
    """One file for each rung, read by byte ranges: a long video is a handful of files, not thousands.

    Each holds its sound too: it is a video of its own that any player opens, also from a memory stick,
    and browsers need only the light half of the player's code. That costs 96 kbit/s a further rung.
    """
    streams = [f"v:{number}{f',a:{number}' if has_audio else ''},name:{number}" for number in range(count)]
    return [
        "-f", "hls", "-hls_time", str(SEGMENT), "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4",
        "-hls_flags", "single_file+independent_segments", "-master_pl_name", "master.m3u8",
        "-hls_segment_filename", "%v.mp4", "-var_stream_map", " ".join(streams), "%v.m3u8",
    ]  # fmt: skip


def _stream(folder: Path, found: Probe, rungs: list[int]) -> Made:
    names = sorted(path.name for path in folder.iterdir() if path.suffix in (".m3u8", ".mp4"))
    data = {"heights": rungs, "seconds": round(found.seconds, 2), **_size(found, rungs[-1])}
    return Made(K.HLS, "master.m3u8", [name for name in names if name != "master.m3u8"], data)


def _size(found: Probe, shorter: int) -> dict[str, int]:
    """Width and height in pixels when the shorter side has so many."""
    scale = shorter / min(found.width, found.height)
    return {"width": round(found.width * scale), "height": round(found.height * scale)}


def _sprite(folder: Path, found: Probe) -> Made:
    every = every_of(found.seconds)
    count = min(TILES, max(1, int(found.seconds) // every + 1))
    height = round(TILE_WIDTH * found.height / found.width / 2) * 2
    (folder / "seek.vtt").write_text(seek_track(count, every, height), encoding="utf-8")
    data = {"every": every, "columns": COLUMNS, "count": count, "width": TILE_WIDTH, "height": height}
    return Made(K.SPRITE, "seek.vtt", ["sprite.jpg"], data)


def seek_track(count: int, every: int, height: int) -> str:
    """WebVTT whose cues name the part of the sheet to show at their time (Media Fragments `#xywh`)."""
    lines = ["WEBVTT"]
    for number in range(count):
        x, y = number % COLUMNS * TILE_WIDTH, number // COLUMNS * height
        lines += ["", f"{_clock(number * every)} --> {_clock((number + 1) * every)}"]
        lines.append(f"sprite.jpg#xywh={x},{y},{TILE_WIDTH},{height}")
    return "\n".join(lines) + "\n"


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"
