"""Say in one sentence what is wrong with this Python, before anything is installed."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (this is what tells people with an older one)
    found = sys.version.split()[0]
    sys.exit(f"Santong needs Python 3.11 or newer; {sys.executable} is {found}. Try make PYTHON=python3.11 …")
try:
    import ensurepip  # noqa: F401
    import venv  # noqa: F401
except ImportError:
    sys.exit("This Python can't make virtual environments. On Debian: apt-get install python3-venv")
