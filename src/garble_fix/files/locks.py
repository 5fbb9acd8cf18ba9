"""Advisory locks between runs of this program; a process that is killed lets go of its own."""

from __future__ import annotations

try:
    import fcntl
except ImportError:  # Windows
    AVAILABLE = False

    def take(descriptor: int, *, wait: bool = False) -> bool:
        """Do nothing: there are no such locks here."""
        return True
else:
    AVAILABLE = True

    def take(descriptor: int, *, wait: bool = False) -> bool:
        """Lock the open file until `descriptor` is closed; tell whether it is ours, if we are not to `wait`.

        Where the file system has no locks, it is said to be ours.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True
