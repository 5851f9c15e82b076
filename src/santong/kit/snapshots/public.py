"""What modules use of snapshots."""

from santong.kit.snapshots.snapshot import Snapshot, Taken

__all__ = ["Snapshot", "Taken"]
