"""Symbols that programs and their documentation are full of: ticks, crosses, arrows, stars.

The language models learned from sentences, and take all symbols that these show seldom for equally rare. Where the last
byte of one was lost, it is one of sixty-four, of which `鉁?` was `✅` far more often than `✂`.
"""

from __future__ import annotations

from typing import Final

# python -m benchmarks.documents
FLOORS: Final = {
    "→": -8.1, "✅": -8.8, "❌": -9.4, "⚠": -9.5, "⭐": -10.1, "↓": -10.4, "←": -10.7, "✓": -10.7,
    "★": -11.3, "☆": -11.4, "⚙": -11.5, "✗": -11.6, "✨": -11.6, "▼": -11.8, "≤": -12.0, "□": -12.0,
    "↑": -12.0, "↔": -12.2, "❤": -12.3, "⏸": -12.4, "▲": -12.4, "⏰": -12.4, "○": -12.4, "⬜": -12.5,
    "≥": -12.5,
}  # fmt: skip
"""log P of a symbol, at least, where bytes were lost; nats."""
