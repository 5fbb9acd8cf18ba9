"""The language of garbage: what text costs that no language explains.

A repair must not only be likelier than what it replaces; it must be text. Against long garbage almost any reading
wins, were the languages the only rivals. So garbage of unknown origin is a rival too: each character costs what it
takes to pick one of its kind blindly. A reading that is no better than that is no explanation.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

# First code points of ranges and log P of one character of the range, nats: about the logarithm of how many
# characters of the kind the code pages hold; more for ASCII, which is not what garbage is made of.
_COSTS: Final = (
    (0x0000, -6.0), (0x0080, -12.0), (0x00A0, -5.5), (0x0600, -8.0), (0x2000, -6.0), (0x2E80, -9.0), (0x3000, -5.5),
    (0x3100, -8.0), (0x3400, -11.0), (0x4E00, -9.2), (0xA000, -10.0), (0xAC00, -8.8), (0xD7B0, -12.0),
    (0xE000, -8.0), (0xF900, -8.5),
    (0xFB00, -9.0), (0xFE30, -7.0), (0xFF00, -5.5), (0xFF61, -5.0), (0xFFA0, -5.5), (0xFFF0, -5.0), (0x10000, -12.0), (0x1F000, -7.5), (0x1FB00, -12.0),
)  # fmt: skip

_STARTS: Final = np.array([start for start, _ in _COSTS], np.uint32)
_VALUES: Final = np.array([cost for _, cost in _COSTS], np.float32)


def junk_log_probs(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.float32]:
    """log P of each code point as garbage, in nats."""
    costs: npt.NDArray[np.float32] = _VALUES[np.searchsorted(_STARTS, points, side="right") - 1]
    return costs
