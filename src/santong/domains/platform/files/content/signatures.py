"""Types by their first bytes.

Signatures from the formats' own specifications; what is in none of them is asked of puremagic, and is
then only something to download.
"""

from __future__ import annotations

import puremagic

from santong.domains.platform.files.content.found import Found
from santong.domains.platform.files.content.refusals import Refused

HEAD = 4096

_PLAIN: tuple[tuple[int, bytes, str, str, tuple[str, ...]], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png", "image", (".png",)),
    (0, b"\xff\xd8\xff", "image/jpeg", "image", (".jpg", ".jpeg", ".jfif")),
    (0, b"GIF87a", "image/gif", "image", (".gif",)),
    (0, b"GIF89a", "image/gif", "image", (".gif",)),
    (0, b"II*\0", "image/tiff", "image", (".tif", ".tiff")),
    (0, b"MM\0*", "image/tiff", "image", (".tif", ".tiff")),
    (8, b"WEBP", "image/webp", "image", (".webp",)),
    (8, b"AVI ", "video/x-msvideo", "video", (".avi",)),
    (8, b"WAVE", "audio/wav", "audio", (".wav",)),
    (0, b"FLV\x01", "video/x-flv", "video", (".flv",)),
    (0, b"\0\0\x01\xba", "video/mpeg", "video", (".mpg", ".mpeg", ".vob")),
    (0, bytes.fromhex("3026b2758e66cf11"), "video/x-ms-wmv", "video", (".wmv", ".asf", ".wma")),
    (0, b"ID3", "audio/mpeg", "audio", (".mp3",)),
    (0, b"fLaC", "audio/flac", "audio", (".flac",)),
    (0, b"#!AMR", "audio/amr", "audio", (".amr",)),
    (0, b"{\\rtf", "application/rtf", "document", (".rtf",)),
    (0, b"%PDF-", "application/pdf", "pdf", (".pdf",)),
    (0, b"PK\x03\x04", "application/zip", "package", (".zip",)),
    (0, b"PK\x05\x06", "application/zip", "package", (".zip",)),
    (0, bytes.fromhex("d0cf11e0a1b11ae1"), "application/x-ole-storage", "document", ()),
    (0, b"Rar!\x1a\x07", "application/vnd.rar", "other", (".rar",)),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", "other", (".7z",)),
)

_PROGRAMS = (
    b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe", b"dex\n", b"L\0\0\0\x01\x14\x02\0", b"!<arch>\n",
)  # fmt: skip

_BRANDS = {
    "image/heic": (b"heic", b"heix", b"mif1", b"hevc"),
    "image/avif": (b"avif", b"avis"),
    "audio/mp4": (b"M4A ", b"M4B "),
    "video/quicktime": (b"qt  ",),
}


def found_by_signature(head: bytes) -> Found | None:
    """What the first bytes say; None when no signature fits. Raises `Refused` for programs."""
    if head.startswith(_PROGRAMS):
        raise Refused("program")
    for at, magic, media_type, kind, extensions in _PLAIN:
        if head[at : at + len(magic)] == magic and (at == 0 or head[:4] == b"RIFF"):
            return Found(media_type, kind, extensions)
    return _with_structure(head)


def _with_structure(head: bytes) -> Found | None:
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    if head[:4] == b"\x1aE\xdf\xa3":
        kind = ("video/webm", (".webm",)) if b"webm" in head[:64] else ("video/x-matroska", (".mkv", ".mka"))
        return Found(kind[0], "video", kind[1])
    if head[:4] == b"OggS":
        video = b"theora" in head[:200]
        return Found(
            "video/ogg" if video else "audio/ogg", "video" if video else "audio", (".ogg", ".oga", ".ogv", ".opus")
        )
    if head[:1] == b"\x47" and head[188:189] == b"\x47" and head[376:377] == b"\x47":
        return Found("video/mp2t", "video", (".ts", ".m2ts", ".mts"))
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return Found("image/bmp", "image", (".bmp",))
    return _by_sound(head)


def _by_brand(brand: bytes) -> Found:
    media_type = next((name for name, brands in _BRANDS.items() if brand in brands), "video/mp4")
    extensions = {
        "image/heic": (".heic", ".heif"), "image/avif": (".avif",), "audio/mp4": (".m4a", ".m4b"),
        "video/quicktime": (".mov", ".qt"), "video/mp4": (".mp4", ".m4v", ".3gp", ".mov"),
    }[media_type]  # fmt: skip
    return Found(media_type, media_type.partition("/")[0], extensions)


def _by_sound(head: bytes) -> Found | None:
    if len(head) > 3 and head[0] == 0xFF and head[1] in (0xFB, 0xF3, 0xF2, 0xFA):
        return Found("audio/mpeg", "audio", (".mp3",))
    if len(head) > 3 and head[0] == 0xFF and head[1] in (0xF1, 0xF9):
        return Found("audio/aac", "audio", (".aac",))
    return None


def guessed(head: bytes, name: str) -> Found:
    """What puremagic makes of it, as a file that can only be downloaded."""
    try:
        media_type = puremagic.from_string(head, mime=True, filename=name) or ""
    except (puremagic.PureError, ValueError):
        media_type = ""
    return Found(media_type if "/" in media_type and len(media_type) <= 100 else "application/octet-stream", "other")
