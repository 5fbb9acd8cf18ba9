"""Where to look: the pass over a whole text that finds what may be garbled."""

from garble_fix.spans.screen import Screen

__all__ = ["Screen"]
