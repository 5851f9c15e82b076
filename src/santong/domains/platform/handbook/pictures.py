"""Pictures of the pages that sections are about, which `scripts/handbook_pictures.py` makes of the demonstration.

They are built, like styles and scripts, and not kept with the code: a text is whole without its picture.
"""

from __future__ import annotations

import base64
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static


def picture_url(name: str) -> str:
    """The address of a section's picture; "" where it has none."""
    return static(_file(name)) if finders.find(_file(name)) else ""


def picture_data(name: str) -> str:
    """The picture as a data: address, for paper; "" where there is none."""
    found = finders.find(_file(name))
    if not found:
        return ""
    return f"data:image/png;base64,{base64.b64encode(Path(found).read_bytes()).decode()}"


def _file(name: str) -> str:
    return f"handbook/{name}.png"
