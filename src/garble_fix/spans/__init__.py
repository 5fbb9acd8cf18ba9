"""Where to look: the passes over a text that find what may be garbled."""

from garble_fix.spans.screen import Screen

__all__ = ["Screen"]
