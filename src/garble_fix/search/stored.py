"""What a stored encoding says about the language of the text: nobody stores Korean in Big5.

Log-probabilities, in nats, of the written language given the page that a text was stored in. The pages of one
country were used for its language, for English, and seldom for anything else, though most of them could hold more.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.language import LANGUAGES

_SELDOM: Final = -6.0
_NEVER: Final = -12.0

_LANGUAGES_OF_PAGE: Final[dict[str, dict[str, float]]] = {
    "gb18030": {"zh-Hans": -0.1, "zh-Hant": -3.0, "ja": -5.0, "xx": -4.0},
    "gbk": {"zh-Hans": -0.1, "zh-Hant": -3.0, "ja": -5.0, "xx": -4.0},
    "cp936": {"zh-Hans": -0.1, "zh-Hant": -3.0, "ja": -5.0, "xx": -4.0},
    "big5": {"zh-Hant": -0.1, "xx": -4.0},
    "big5hkscs": {"zh-Hant": -0.1, "xx": -4.0},
    "cp950": {"zh-Hant": -0.1, "xx": -4.0},
    "cp932": {"ja": -0.1, "xx": -4.0},
    "euc-jp": {"ja": -0.1, "xx": -4.0},
    "cp51932": {"ja": -0.1, "xx": -4.0},
    "cp949": {"ko": -0.1, "xx": -4.0},
}


def language_log_priors(page: str, *, multibyte: bool, unicode: bool) -> npt.NDArray[np.float32]:
    """log P(language | stored in this page) for each of `LANGUAGES`, nats; zeros where the page says nothing."""
    if unicode:
        return np.zeros(len(LANGUAGES), np.float32)
    known = _LANGUAGES_OF_PAGE.get(page, {"xx": 0.0})
    other = _SELDOM if multibyte else _NEVER
    return np.array([known.get(language, other) for language in LANGUAGES], np.float32)
