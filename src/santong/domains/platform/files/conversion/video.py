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
MOST_RATE, LEAST_RATE = 30, 5
"""Pictures a second of the stream."""
TILES, COLUMNS = 100, 10
TILE_WIDTH = 160


def make(source: Path, folder: Path, wanted: Collection[str]) -> Iterator[Made]:
    """What is wanted, from one run of ffmpeg; encoding, which takes nearly all of the time, only for the stream."""
    found = probe(source)
    if not found.has_video:
        raise ConversionFailed(_("There is no picture in this video. Save it as MP4 and send it again."))
    rungs = rungs_of(found)
    ended = encode(arguments(source, found, rungs, wanted), folder, found.seconds, _("Converting the video"))
    if not ended.is_good:
        raise ConversionFailed(_("The video is damaged or incomplete. Save it as MP4 and send it again."))
    if K.HLS in wanted:
        yield _stream(folder, found, rungs)
    if K.POSTER in wanted:
        yield Made(K.POSTER, _drawn(folder, "poster.jpg"), data=_size(found, rungs[-1]))
    if K.SPRITE in wanted:
        yield _sprite(folder, found)


def rungs_of(found: Probe) -> list[int]:
    """The rungs that the picture is large enough for; at least one, never larger than the picture."""
    shorter = min(found.width, found.height)
    fitting = [height for height in HEIGHTS if height <= shorter]
    return fitting or [shorter - shorter % 2]


def every_of(seconds: float) -> int:
    """Seconds between two pictures for seeking, so that they fit on one sheet."""
    return max(2, -(-int(seconds) // TILES))


def arguments(source: Path, found: Probe, rungs: list[int], wanted: Collection[str] = tuple(K)) -> list[str]:
    """What ffmpeg is told: one decoder, the large rung, the small one from it, the sheet and the poster."""
    streamed = rungs if K.HLS in wanted else []
    graph = [_even_pictures(found, rungs[-1]), *_branches(found, streamed, wanted)]
    return [
        *INPUT, "-i", str(source), "-filter_complex", ";".join(graph),
        *(_streams(streamed, has_audio=found.has_audio) if streamed else []),
        *(["-map", "[sheet]", "-frames:v", "1", "-q:v", "5", "sprite.jpg"] if K.SPRITE in wanted else []),
        *(["-map", "[poster]", "-frames:v", "1", "-q:v", "4", "poster.jpg"] if K.POSTER in wanted else []),
    ]  # fmt: skip


def _even_pictures(found: Probe, large: int) -> str:
    """The picture in the size of the large rung, as many a second from the start to the end.

    Screen recorders write a picture only when something changes: the last one stays until the next,
    and the very last until the sound ends too.
    """
    rate = f"fps='min({MOST_RATE},max({LEAST_RATE},source_fps))'"
    until = f"tpad=stop=-1:stop_mode=clone,trim=duration={found.seconds:.3f}"
    return f"[0:V:0]{rate},{_fit(found, large)},format=yuv420p,{until}[even]"


def _branches(found: Probe, rungs: list[int], wanted: Collection[str]) -> list[str]:
    """Where the pictures go: [v0] [v1] the rungs from the small one on, [sheet], [poster]."""
    parts = [(f"[b{rung}]", f"{_fit(found, rung)}[v{number}]") for number, rung in enumerate(rungs)]
    if K.SPRITE in wanted:
        parts.append(("[s]", _sheet(found)))
    if K.POSTER in wanted:
        moment = min(3.0, found.seconds / 3) if found.seconds > 1 else 0.0
        parts.append(("[p]", f"select='gte(t,{moment:.2f})'[poster]"))
    split = f"[even]split={len(parts)}" + "".join(name for name, _filters in parts)
    return [split, *(name + filters for name, filters in parts)]


def _sheet(found: Probe) -> str:
    width, height = _tile(found)
    every = f"fps=1/{every_of(found.seconds)}:round=up"
    return f"{every},scale={width}:{height}:flags=fast_bilinear,tile={COLUMNS}x{TILES // COLUMNS}[sheet]"


def _fit(found: Probe, shorter: int) -> str:
    """Scale to so many pixels of the shorter side, both even, of square pixels."""
    size = _size(found, shorter)
    width, height = (max(2, round(side / 2) * 2) for side in size.values())
    return f"scale={width}:{height}:flags=fast_bilinear,setsar=1"


def _streams(rungs: list[int], *, has_audio: bool) -> list[str]:
    maps = [part for number in range(len(rungs)) for part in ("-map", f"[v{number}]")]
    sound = [*["-map", "0:a:0"] * len(rungs), "-c:a", "aac", "-b:a", "96k", "-ac", "2"] if has_audio else []
    return [*maps, *sound, *_encoder(rungs), *_playlist(len(rungs), has_audio=has_audio)]


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
    width, height = _tile(found)
    (folder / "seek.vtt").write_text(seek_track(count, every, height), encoding="utf-8")
    data = {"every": every, "columns": COLUMNS, "count": count, "width": width, "height": height}
    return Made(K.SPRITE, "seek.vtt", [_drawn(folder, "sprite.jpg")], data)


def _tile(found: Probe) -> tuple[int, int]:
    return TILE_WIDTH, max(2, round(TILE_WIDTH * found.height / found.width / 2) * 2)


def _drawn(folder: Path, name: str) -> str:
    """The name of a still picture; a recording out of which none could be drawn keeps what else was made."""
    if not (folder / name).exists():
        raise ConversionFailed(_("No picture could be taken out of this video. Save it as MP4 and send it again."))
    return name


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
