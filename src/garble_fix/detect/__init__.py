"""Which encoding bytes are in: the noisy channel again, with the code page as the channel.

`detect` asks the certain things first (byte order marks, pure ASCII, NUL bytes, valid UTF-8) and only where
they are silent reads the bytes as every code page and lets the language models decide.
"""

from __future__ import annotations

from garble_fix.detect.decide import decide, detect
from garble_fix.detect.result import BINARY, Detection, DetectionCandidate

__all__ = ["BINARY", "Detection", "DetectionCandidate", "decide", "detect"]
