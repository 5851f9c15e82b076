"""LibreOffice without a screen: one document, one profile, no macros, no network, and an end."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.utils.translation import gettext as _

from santong.domains.platform.files.conversion.made import CannotConvertHere, ConversionFailed
from santong.domains.platform.files.programs import GB, Limits, run

LIMITS = Limits(cpu=180, clock=300, memory=6 * GB, disk=500 * 1024**2)
"""Address space, not memory in use: LibreOffice maps some 3 GB of it at rest."""
PROGRAMS = ("/usr/lib/libreoffice/program/soffice.bin", "/opt/libreoffice/program/soffice.bin")
PDF_NAME = "document.pdf"
RESTART = 81
"""What it answers after making a new profile, when it wants to be started again."""

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>1</value>
</prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value>
</prop></item>
</oor:items>
"""
"""Macros off whatever the document says, and links to other files never followed."""


def to_pdf(source: Path, folder: Path) -> Path:
    """The document as `PDF_NAME` in the folder. Raises `ConversionFailed`."""
    program = office_program()
    if program is None:
        raise CannotConvertHere(
            _("Documents can't be converted here: LibreOffice isn't installed. Send a PDF instead.")
        )
    folder = folder.absolute()  # the profile is named by an address
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    copy = folder / "document"
    shutil.copyfile(source, copy)  # it writes a lock file beside what it opens
    command = [
        program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
        f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "pdf", "--outdir", str(folder), str(copy),
    ]  # fmt: skip
    environment = {"HOME": str(profile), "SAL_USE_VCLPLUGIN": "svp"}
    ended = run(command, LIMITS, folder=folder, environment=environment)
    if ended.code == RESTART:
        ended = run(command, LIMITS, folder=folder, environment=environment)
    result = folder / PDF_NAME
    if ended.is_good and result.exists() and result.stat().st_size:
        return result
    if ended.late:
        raise ConversionFailed(_("The document is too large or too elaborate to be converted. Split it into parts."))
    raise ConversionFailed(_("The document can't be opened. Save it as PDF and send that, or save it anew."))


def office_program() -> str | None:
    """The program itself, not the script around it: limits and its end reach it directly. None without LibreOffice."""
    return next((path for path in PROGRAMS if Path(path).exists()), None)
