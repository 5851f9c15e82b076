"""A device in a room, for trying things: it says each minute whether it is used, and obeys what it is told.

.venv/bin/python -m bench.device mqtt://127.0.0.1:1883 edu/v1/5/12/KEY SECRET --active 0.5
"""

from __future__ import annotations

import argparse
import random
import time

from santong.domains.campus.usage.tests.device import Device


def main() -> None:
    """Run one device until it is stopped."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("url")
    options.add_argument("topic")
    options.add_argument("secret")
    options.add_argument("--active", type=float, default=0.5, help="how likely it is used in a minute (0 to 1)")
    options.add_argument("--every", type=float, default=60.0, help="seconds between two words")
    given = options.parse_args()
    device = Device(given.url, given.topic, given.secret, aloud=True)
    device.client.loop_start()
    while True:
        device.say_minute(random.random() < given.active)
        time.sleep(given.every)


if __name__ == "__main__":
    main()
