"""Pictures → WebP in the sizes that pages use."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from santong.domains.platform.files.conversion.made import ConversionFailed, Made
from santong.domains.platform.files.models import Rendition
from santong.domains.platform.files.programs import GB, Limits, python, run

LIMITS = Limits(cpu=60, clock=120, memory=2 * GB, disk=100 * 1024**2)
PROGRAM = "santong.domains.platform.files.content.shrink"


def make(source: Path, folder: Path, wanted: Collection[str]) -> Iterator[Made]:
    """Decoded in a process of its own: decoders are where pictures attack."""
    ended = run(python(PROGRAM, source, folder), LIMITS)
    if not ended.is_good:
        raise ConversionFailed(_("The picture is damaged or too large to be shown. Save it anew and send it again."))
    made = json.loads(ended.output.splitlines()[-1])
    names = [size["name"] for size in made["sizes"]]
    yield Made(Rendition.Kind.WEBP, names[0], names[1:], made)
