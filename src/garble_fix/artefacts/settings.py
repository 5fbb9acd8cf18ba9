"""Which artefacts to put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Script = Literal["keep", "auto", "simplified", "traditional", "tw", "hk", "consistent"]


@dataclass(frozen=True, slots=True)
class Artefacts:
    """A switch for each artefact. By default only brackets of Pinyin that a converter left are removed."""

    pinyin: bool = True
    """Remove readings in brackets, where the evidence that no person put them there is overwhelming."""
    shifted: bool = True
    """Put right what such a converter paired one byte too late, where that is sure."""
    script: Script = "keep"
    """Convert Han characters, by words; `auto`: only a page that was converted from Simplified by characters, back."""
    punctuation: bool = False
    """Restore full-width punctuation where the text shows that it was flattened."""
    compat: bool = False
    """Replace radicals, compatibility and private-use characters that stand for others."""

    def __post_init__(self) -> None:
        if self.script not in get_args(Script):
            raise ValueError(f"script must be one of {', '.join(get_args(Script))}, not {self.script!r}")


NONE: Final = Artefacts(pinyin=False, shifted=False)
DEFAULT: Final = Artefacts()
PROFILES: Final = {
    "default": DEFAULT,
    "web-corpus": Artefacts(script="auto", punctuation=True, compat=True),
}
"""Switches for a purpose; `web-corpus` is for whoever gathers Chinese pages to learn from."""
