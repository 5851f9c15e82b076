"""The text on pictures, one after the other, parted by form feeds: `python -m … PICTURE…`."""

from __future__ import annotations

import logging
import sys

from rapidocr import RapidOCR
from rapidocr.utils.output import RapidOCROutput


def main(paths: list[str]) -> None:
    """Print the text."""
    logging.disable(logging.CRITICAL)
    engine = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1})
    for number, path in enumerate(paths):
        found = engine(path)
        assert isinstance(found, RapidOCROutput)
        sys.stdout.write(("\f" if number else "") + "\n".join(found.txts or ()) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
