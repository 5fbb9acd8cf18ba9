"""Conversion between the scripts of Chinese, word by word, by OpenCC; an optional part of the package.

OpenCC (https://github.com/BYVoid/OpenCC, Apache 2.0) knows words: 干部 is 幹部, 干涉 stays. Its conversions used here
keep the number of characters, so that places before and after correspond.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal

from garble_fix.errors import ExtraMissingError
from garble_fix.language import packaged

Target = Literal["simplified", "traditional", "tw", "hk"]

_CONFIGS: Final = {"simplified": "t2s", "traditional": "s2t", "tw": "s2tw", "hk": "s2hk"}

_ZHE: Final = re.compile("著")
_BESIDE: Final = 6
"""Code points on either side that decide between 着 and 著."""


def installed() -> bool:
    """Whether OpenCC is there."""
    return importlib.util.find_spec("opencc") is not None


def require() -> None:
    """Raise `ExtraMissingError` where OpenCC is not installed."""
    _opencc()


def by_words_alone(text: str) -> str:
    """Convert to Simplified as OpenCC does it, in a tenth of the time of `to_simplified`."""
    return _convert("t2s", text)


def to_simplified(text: str) -> str:
    """Convert to Simplified; as long as `text`, in code points.

    Where Traditional has the one 著, Simplified writes 着 for the particle and 著 in 著名 and the like, which OpenCC
    leaves; the language model tells which it is.
    """
    converted = by_words_alone(text)
    places = [match.start() for match in _ZHE.finditer(converted)]
    if not places:
        return converted
    chars = list(converted)
    windows = []
    for at in places:
        before, after = converted[max(0, at - _BESIDE) : at], converted[at + 1 : at + 1 + _BESIDE]
        windows += [before + "着" + after, before + "著" + after]
    hans = packaged().names.index("zh-Hans")
    scores = packaged().log_probs(windows)[:, hans]
    for number, at in enumerate(places):
        if scores[2 * number] > scores[2 * number + 1]:
            chars[at] = "着"
    return "".join(chars)


def from_simplified(text: str, target: Target) -> str:
    """Convert Simplified text to `target`; as long as `text`, in code points."""
    return _convert(_CONFIGS[target], text)


def between_traditional(text: str, target: Target) -> str:
    """Convert the forms of one place that writes Traditional to those of another; as long as `text`."""
    return text if target == "traditional" else _convert({"tw": "t2tw", "hk": "t2hk"}[target], text)


def _convert(config: str, text: str) -> str:
    convert = _converter(config)
    converted = convert(text)
    if len(converted) == len(text):
        return converted
    # A phrase of another length: such lines are converted character by character.
    return "".join(_line(convert, line) for line in _lines(text))


def _line(convert: Callable[[str], str], line: str) -> str:
    converted = convert(line)
    if len(converted) == len(line):
        return converted
    single = (convert(char) for char in line)
    return "".join(new if len(new) == 1 else old for old, new in zip(line, single, strict=True))


def _lines(text: str) -> Iterator[str]:
    yield from text.splitlines(keepends=True)


@functools.cache
def _converter(config: str) -> Callable[[str], str]:
    convert: Callable[[str], str] = _opencc().OpenCC(config).convert

    def safe(text: str) -> str:
        try:
            return convert(text)
        except UnicodeEncodeError:  # lone surrogates, as stray bytes come
            parts = re.split("([\ud800-\udfff]+)", text)
            return "".join(part if index % 2 else convert(part) for index, part in enumerate(parts))

    return safe


def _opencc() -> Any:
    try:
        import opencc  # noqa: PLC0415 - optional
    except ImportError as error:
        raise ExtraMissingError(
            "conversion between Simplified and Traditional needs OpenCC; pip install 'garble-fix[han]'"
        ) from error
    return opencc
