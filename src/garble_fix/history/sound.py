"""What may be brought back: text that was sound, and whose damage cannot have been meant.

Whoever replaces “…” by ? or leaves a word out does what some decoders do. And the older text may be the damaged one,
which somebody has repaired since: then it is the repair that looks like an accident.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from garble_fix.channels import Chain, chain_log_prior
from garble_fix.history.forward import Block
from garble_fix.language import packaged
from garble_fix.repair.result import Verdict
from garble_fix.repair.text import repair_text
from garble_fix.spans.surprise import THRESHOLD, surprises

_WORD: Final = re.compile(r"[A-Za-z\u0080-\U0010ffff]+")


def is_sound(old: str, now: str, chain: Chain) -> bool:
    """Whether `old`, which the chain turns into `now`, was undamaged, and not the other way round."""
    if "\ufffd" in old or not _is_undamaged(old):
        return False
    try:
        undone = chain.ungarble(now) == old
    except UnicodeError:
        undone = False
    if not undone or any(channel.lossy for channel in chain):
        return True
    # Nothing was lost, so that either may have been made of the other.
    back = Chain(type(channel)(channel.read, channel.stored) for channel in reversed(chain))
    return _log_prob(old) + chain_log_prior(chain) > _log_prob(now) + chain_log_prior(back)


def is_accident(block: Block) -> bool:
    """Whether something was put in the place of what was lost: what was only left out may have been meant."""
    rest = iter(block.old)
    return not all(char in rest for char in block.damaged)


def loses_letters(found: Iterable[Block]) -> bool:
    """Whether more than punctuation was lost; nobody writes ? for a letter, but some do for an ellipsis."""
    return any(
        unicodedata.category(char).startswith("L") or ord(char) > 0xFFFF
        for block in found
        for char in block.old
        if char not in block.damaged
    )


@lru_cache(maxsize=4096)
def _is_undamaged(text: str) -> bool:
    if surprises([text], packaged())[0].nats < THRESHOLD:
        return True
    return repair_text(text).verdict is Verdict.CLEAN


def _log_prob(line: str) -> float:
    """log P of the words of a line that are not ASCII, in nats; the code around them is none of their language."""
    words = [word for word in _WORD.findall(line) if not word.isascii()]
    return float(packaged().char_log_probs(" ".join(words)).sum(axis=1).max())
