"""Restoring damaged text from what it was in the history of its file.

The damage is done again to older versions of the file. Where that gives what stands in it now, the older text is what
stood there: no guess is needed, and what was lost comes back.
"""

from garble_fix.history.repair import repair_with_history
from garble_fix.history.repository import DEPTH, Version, versions

__all__ = ["DEPTH", "Version", "repair_with_history", "versions"]
