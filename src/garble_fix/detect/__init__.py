"""Which encoding bytes are in: the noisy channel again, with the code page as the channel.

`detect` asks the certain things first (byte order marks, pure ASCII, NUL bytes, valid UTF-8) and only where
they are silent reads the bytes as every code page and lets the language models decide.

The package has the name of its only function, which is public as `garble_fix.detect`. Importing a package
puts it in place of what its parent has under that name, so the package can be called as the function can.
"""

from __future__ import annotations

import sys
from types import ModuleType

from garble_fix.detect.result import BINARY, Detection, DetectionCandidate, ForeignLine
from garble_fix.detect.stages import decide, detect


class _Callable(ModuleType):
    """This package, callable."""

    def __call__(self, data: bytes) -> Detection:
        """See `detect`."""
        return detect(data)


sys.modules[__name__].__class__ = _Callable

__all__ = ["BINARY", "Detection", "DetectionCandidate", "ForeignLine", "decide", "detect"]
