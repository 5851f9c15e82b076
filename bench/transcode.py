"""CPU seconds that a second of 1080p video costs: `python -m bench.transcode`.

The source is made here: moving pictures with fine detail, at the bit rate of a recorded lesson. What is
measured is the shipped conversion: both rungs, poster, seek pictures and sound.
"""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
from pathlib import Path

from bench.contract import Run, at_most, main, say
from santong.lib.ffmpeg import ffmpeg_program

LIMITS = {"cpu_s_per_s": at_most(0.7)}
GRAPH = (
    "gradients=size=1920x1080:rate=25:speed=0.02:seed=3:nb_colors=8[a];"
    "testsrc2=size=960x540:rate=25[b];"
    "[a][b]overlay=x='480+400*sin(t/3)':y='270+200*cos(t/2)',noise=alls=3:allf=t"
)


def measure(run: Run) -> dict[str, float]:
    """Make a source, convert it, look at what the children cost."""
    seconds = run.pick(60, 6)
    with tempfile.TemporaryDirectory(prefix="santong-transcode-") as name:
        folder = Path(name)
        source = lesson(folder / "lesson.mp4", seconds)
        say(f"source: {seconds} s, {source.stat().st_size * 8 / seconds / 1e6:.1f} Mbit/s")
        cost = converted(source, folder, name)
    return {"cpu_s_per_s": cost / seconds, "seconds": seconds}


def lesson(path: Path, seconds: int) -> Path:
    """1080p H.264 with sound, as cameras and screen recorders write it."""
    command = [
        ffmpeg_program(), "-v", "error", "-nostdin", "-y", "-filter_complex", GRAPH,
        "-f", "lavfi", "-i", "sine=frequency=330", "-t", str(seconds),
        "-c:v", "libx264", "-preset", "superfast", "-b:v", "6M", "-maxrate", "8M", "-bufsize", "12M",
        "-pix_fmt", "yuv420p", "-c:a", "aac", str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True)
    return path


def converted(source: Path, folder: Path, home: str) -> float:
    """Convert as a worker does; returns the CPU seconds of every program it ran."""
    os.environ.update(
        SANTONG_HOME=home,
        SECRET_KEY="only-for-a-benchmark-" + "z" * 50,
        PUBLIC_URL="http://127.0.0.1",
        DJANGO_SETTINGS_MODULE="santong.config.settings",
    )
    # The settings read the environment when they are imported.
    import django

    django.setup()
    from santong.domains.platform.files.public import convert_local

    result = folder / "made"
    result.mkdir()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    made = convert_local("video", "video/mp4", source, result)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if {one.kind for one in made} != {"hls", "poster", "sprite"}:
        raise RuntimeError(f"made only {made}")
    for name in sorted(made[0].names):
        say(f"{name}: {(result / name).stat().st_size / 1e6:.2f} MB")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main("transcode", measure, LIMITS)
