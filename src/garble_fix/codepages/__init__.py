"""What real decoders do with bytes, and how they lose them: the lowest layer of garble-fix.

A code page is a Python codec, a small table of where the real decoder differs from it, and a
*manner* of losing what it cannot read.  All three run inside one C-speed `decode` or `encode` call:
the differences and the losses are codec error handlers, called only where something is unusual.
"""

from __future__ import annotations

from garble_fix.codepages.manner import Manner
from garble_fix.codepages.page import CodePage, Spelling
from garble_fix.codepages.registry import get, names

__all__ = ["CodePage", "Manner", "Spelling", "get", "names"]
