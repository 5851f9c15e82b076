"""What a statement says about its attachments (1.0.3 Data 2.4.11; 2.0 §4.2.2.6)."""

from __future__ import annotations

import re
from typing import Any

from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.values import (
    check_iri,
    check_language_map,
    check_media_type,
    known_keys,
    wrong,
)

ATTACHMENT = frozenset({"usageType", "display", "description", "contentType", "length", "sha2", "fileUrl"})
NEEDED = ("usageType", "display", "contentType", "length", "sha2")
SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"

_sha2 = re.compile(r"[0-9a-fA-F]{56,128}")


def check_attachments(value: Any, path: str) -> None:
    if type(value) is not list:
        wrong(path, "an array of attachments", value)
    for index, attachment in enumerate(value):
        check_attachment(attachment, f"{path}[{index}]")


def check_attachment(value: Any, path: str) -> None:
    known_keys(value, ATTACHMENT, path)
    for name in NEEDED:
        if name not in value:
            raise Invalid(f"{path}.{name}", "is missing")
    check_iri(value["usageType"], f"{path}.usageType")
    check_language_map(value["display"], f"{path}.display")
    if "description" in value:
        check_language_map(value["description"], f"{path}.description")
    check_media_type(value["contentType"], f"{path}.contentType")
    if type(value["length"]) is not int or value["length"] < 0:
        wrong(f"{path}.length", "a whole number of bytes", value["length"])
    if type(value["sha2"]) is not str or not _sha2.fullmatch(value["sha2"]):
        wrong(f"{path}.sha2", "a SHA-2 hash in hexadecimal digits", value["sha2"])
    if "fileUrl" in value:
        check_iri(value["fileUrl"], f"{path}.fileUrl")
