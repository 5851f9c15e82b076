"""What `santong doctor` looks at once Django runs. Each check gives one finding."""

from __future__ import annotations

import importlib.util
import shutil
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from redis.exceptions import RedisError

from santong.config import preparation
from santong.config.doctor import BAD, GOOD, OPTIONAL, Finding
from santong.config.preparation import NotReady
from santong.config.settings import ENV
from santong.domains.campus.usage.public import devices_speak, line_seen
from santong.domains.platform.accounts.public import lacks_administrator
from santong.domains.platform.files.public import office_program
from santong.kit import i18n
from santong.kit.jobs.models import Schedule
from santong.kit.languages.compiling import faults_in
from santong.lib.ffmpeg import NoFfmpeg, ffmpeg_program
from santong.lib.processes import OTHERS

REFRESH = "Correct them in the catalogue; `santong catalogue CODE` lists them all."
GIGABYTE = 1_000_000_000
SQLITE_NEEDED = (3, 37)
POSTGRESQL_NEEDED = 150_000
EARLIEST = datetime(2025, 1, 1, tzinfo=UTC)


def home() -> Finding:
    """The home folder takes files."""
    try:
        preparation.check_home()
    except NotReady as problem:
        return Finding("home", BAD, str(ENV.home), str(problem))
    return Finding("home", GOOD, str(ENV.home.resolve()))


def disk() -> Finding:
    """Some room is left for a day of work."""
    free = shutil.disk_usage(ENV.home if ENV.home.exists() else Path()).free
    text = f"{free / GIGABYTE:.1f} GB free"
    if free < GIGABYTE:
        return Finding("disk", BAD, text, "Free some space or move SANTONG_HOME to a larger disk.")
    return Finding("disk", GOOD, text)


def keys() -> Finding:
    """Nobody else on the machine can read the keys."""
    files = {"secret.key": ENV.secret_key, "field.keys": ENV.field_keys}
    kept = [ENV.home / name for name, given in files.items() if not given]
    loose = [path for path in kept if path.exists() and stat.S_IMODE(path.stat().st_mode) & OTHERS]
    if loose:
        names = " ".join(map(str, loose))
        return Finding("keys", BAD, f"others can read {names}", f"chmod 600 {names}")
    return Finding("keys", GOOD, ", ".join(path.name for path in kept) or "from the environment")


def private_files() -> Finding:
    """Nobody else on the machine can read the database and people's files."""
    loose = preparation.open_to_others()
    if loose:
        names = " ".join(map(str, loose))
        mend = f"Run `santong prepare` as the owner (serve and demo do it at each start), or: chmod go= {names}"
        return Finding("private files", BAD, f"others can read {names}", mend)
    return Finding("private files", GOOD, "only this user can read them")


def key_fit() -> Finding:
    """The keys open what the database keeps."""
    try:
        preparation.demand_the_right_keys()
    except NotReady as problem:
        return Finding("keys fit", BAD, "they don't open the identity numbers in the database", str(problem))
    except DatabaseError:
        return Finding("keys fit", OPTIONAL, "unknown", "Mend the database first.")
    return Finding("keys fit", GOOD, "identity numbers in the database open")


def database() -> Finding:
    """The database answers and is new enough."""
    mend = "Look at DATABASE_URL, and whether the server runs and takes this user."
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        version = connection.get_database_version()
    except (DatabaseError, OSError) as error:
        return Finding("database", BAD, str(error).strip().splitlines()[0], mend)
    text = f"{connection.display_name} {'.'.join(map(str, version))}"
    needed = (POSTGRESQL_NEEDED // 10_000,) if connection.vendor == "postgresql" else SQLITE_NEEDED
    if tuple(version) < needed:
        return Finding("database", BAD, text, f"Use version {'.'.join(map(str, needed))} or later.")
    return Finding("database", GOOD, text)


def migrations() -> Finding:
    """The database fits this version."""
    try:
        preparation.refuse_newer_database()
        preparation.demand_current_database()
    except NotReady as problem:
        return Finding("migrations", BAD, "the database does not fit this version", str(problem))
    except DatabaseError:
        return Finding("migrations", BAD, "unknown", "Mend the database first.")
    return Finding("migrations", GOOD, "all applied")


def caching() -> Finding:
    """The cache keeps a value, and is shared if there are several processes."""
    probe = uuid4().hex
    try:
        cache.set(probe, "x", 10)
        kept = cache.get(probe) == "x"
        cache.delete(probe)
    except (RedisError, OSError) as error:
        return Finding("cache", BAD, str(error), "Look at CACHE_URL, and whether its server runs.")
    if not kept:
        return Finding("cache", BAD, "a value was not kept", "Look at the cache server's memory limit.")
    if ENV.cache_url.startswith("locmem") and ENV.web_workers > 1:
        return Finding("cache", BAD, "in each process alone", "With several web processes set CACHE_URL to a server.")
    return Finding("cache", GOOD, ENV.cache_url.split("@")[-1])


def storage() -> Finding:
    """A file can be written, read and removed."""
    try:
        name = default_storage.save(f"doctor/{uuid4().hex}", ContentFile(b"x"))
        with default_storage.open(name) as file:
            read = file.read()
        default_storage.delete(name)
    except (OSError, BotoCoreError, ClientError) as error:
        return Finding("files", BAD, str(error), "Look at STORAGE_URL, the bucket and its rights, or the disk.")
    if read != b"x":
        return Finding("files", BAD, "a file came back changed", "Look at the storage server.")
    return Finding("files", GOOD, type(default_storage).__name__)


def static_files() -> Finding:
    """The assets are built and collected."""
    if not (settings.PACKAGE / "static_build" / "manifest.json").exists():
        return Finding("assets", BAD, "not built", "Run `make assets`, or install a released package.")
    stamp = Path(settings.STATIC_ROOT) / preparation.STAMP
    if not stamp.exists() or stamp.read_text() != preparation.static_fingerprint():
        return Finding("assets", BAD, "not collected", "Run `santong prepare`; serve and demo do it by themselves.")
    return Finding("assets", GOOD, "built, collected, compressed")


def translations() -> Finding:
    """Every catalogue is compiled, and what a region brought can be used."""
    stale = [path for path in i18n.catalogues() if not _is_compiled(path)]
    if stale:
        return Finding("translations", BAD, f"{len(stale)} not compiled", "Run `santong prepare`.")
    faults = list(faults_in(settings.LANGUAGES_FOLDER))
    if faults:
        return Finding("translations", OPTIONAL, f"{len(faults)} left out, the first {faults[0]}", REFRESH)
    return Finding("translations", GOOD, f"{len(i18n.catalogues())} catalogues compiled")


def _is_compiled(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime


def clock() -> Finding:
    """The clock is not years behind: signatures, sessions and lessons depend on it."""
    now = datetime.now(UTC)
    if now < EARLIEST:
        return Finding(
            "clock", BAD, now.isoformat(), "Set the clock, best by a time server (timedatectl set-ntp true)."
        )
    return Finding("clock", GOOD, f"{now:%Y-%m-%d %H:%M} UTC, schedules in {settings.TIME_ZONE}")


def workers() -> Finding:
    """Somebody runs the scheduled jobs."""
    try:
        late = Schedule.objects.filter(next_at__lt=datetime.now(UTC)).count()
    except DatabaseError:
        return Finding("workers", OPTIONAL, "unknown", "Mend the database first.")
    if late:
        mend = "Start the platform (`santong serve`) or a worker (`santong worker`)."
        return Finding("workers", OPTIONAL, f"{late} scheduled jobs are late", mend)
    return Finding("workers", GOOD, "no scheduled job is late")


def devices_line() -> Finding:
    """The line to devices in rooms runs where there are any."""
    try:
        if not devices_speak() or settings.DEMO:
            return Finding("devices", GOOD, "no device in a room speaks")
        line = line_seen(datetime.now(UTC))
    except DatabaseError:
        return Finding("devices", OPTIONAL, "unknown", "Mend the database first.")
    if line is None:
        mend = "Start the platform (`santong serve`) or the line alone (`santong devices-line`), and look into its log."
        return Finding("devices", BAD, "the line to devices in rooms isn't running", mend)
    return Finding("devices", GOOD, f"line {line.name}, {line.devices} devices")


def administrator() -> Finding:
    """Somebody can sign in to administer the region."""
    try:
        is_lacking = lacks_administrator()
    except DatabaseError:
        return Finding("administrator", OPTIONAL, "unknown", "Mend the database first.")
    if is_lacking:
        mend = "Run `santong first-admin` and hand the slip over (docs/operations.md, “The first hour”)."
        return Finding("administrator", BAD, "nobody can sign in to administer the region", mend)
    return Finding("administrator", GOOD, "somebody administers the region")


def deployment() -> Finding:
    """Django's own deployment check."""
    if settings.DEMO or not ENV.secure:
        return Finding("deployment", OPTIONAL, "not checked", "Only an installation with an https PUBLIC_URL is.")
    found = checks.run_checks(include_deployment_checks=True)
    serious = [message for message in found if message.level >= checks.WARNING]
    if serious:
        return Finding("deployment", BAD, "; ".join(m.id or m.msg for m in serious), "Run `santong check --deploy`.")
    return Finding("deployment", GOOD, "no warning")


def _tool(program: tuple[str, ...], needed_by: str, package: str) -> Callable[[], Finding]:
    def look() -> Finding:
        path = next((found for name in program if (found := shutil.which(name))), None)
        if path:
            return Finding(program[0], GOOD, path)
        return Finding(program[0], OPTIONAL, f"missing; needed by {needed_by}", f"apt-get install {package}")

    return look


def recordings() -> Finding:
    """ffmpeg, of the system or of a package."""
    try:
        return Finding("ffmpeg", GOOD, ffmpeg_program())
    except NoFfmpeg:
        return Finding("ffmpeg", OPTIONAL, "missing; needed by recorded lessons and audio", "apt-get install ffmpeg")


def documents() -> Finding:
    """LibreOffice, where conversions look for it."""
    found = office_program()
    if found is not None:
        return Finding("libreoffice", GOOD, found)
    text = "missing; office documents that people send are kept, but not shown as pages"
    return Finding(
        "libreoffice", OPTIONAL, text, "apt-get install libreoffice-writer libreoffice-impress libreoffice-calc"
    )


def _extra(module: str, needed_by: str, extra: str) -> Callable[[], Finding]:
    def look() -> Finding:
        if importlib.util.find_spec(module):
            return Finding(module, GOOD, "installed")
        return Finding(module, OPTIONAL, f"missing; needed by {needed_by}", f"pip install 'santong[{extra}]'")

    return look


def fonts() -> Finding:
    """A Chinese font for printed documents."""
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", str(Path.home() / ".fonts"))
    patterns = ("*CJK*", "wqy*", "*SourceHan*", "*simsun*", "*msyh*")
    if any(True for folder in folders for pattern in patterns for _ in Path(folder).rglob(pattern)):
        return Finding("fonts", GOOD, "a Chinese font is there")
    return Finding("fonts", OPTIONAL, "no Chinese font; needed by PDF documents", "apt-get install fonts-noto-cjk")


CHECKS: tuple[Callable[[], Finding], ...] = (
    home,
    disk,
    keys,
    private_files,
    database,
    migrations,
    key_fit,
    caching,
    storage,
    static_files,
    translations,
    clock,
    workers,
    devices_line,
    administrator,
    deployment,
    recordings,
    documents,
    _tool(("chromium", "chromium-browser", "google-chrome"), "browser tests", "chromium"),
    _tool(("java",), "analytics on Spark", "default-jre-headless"),
    fonts,
    _extra("duckdb", "analytics", "analytics"),
)
