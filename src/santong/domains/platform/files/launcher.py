"""Becomes another program, inside limits: `python -I launcher.py SECONDS MEMORY DISK NICE PARENT PROGRAM ARGUMENT…`

SECONDS of CPU time, MEMORY and DISK (the largest file it may write) in bytes. The program dies with
its parent, can't raise its limits, writes no core, gives way to others by NICE, and where the kernel lets us
has no network at all. Runs alone, without the platform, so that starting it costs 30 ms.
"""

import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000


def main(arguments: list[str]) -> None:
    """Set the limits, then become the program."""
    seconds, memory, disk, nice, parent = (int(text) for text in arguments[:5])
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the parent has died")
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if library.unshare(CLONE_NEWNET):
        library.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    os.nice(nice)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (disk, disk))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execvp(arguments[5], arguments[5:])  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
