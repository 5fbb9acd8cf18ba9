"""The decision, stage by stage: what is certain first, the language models last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from garble_fix.codepages import Manner, get
from garble_fix.detect.declared import declared_pages
from garble_fix.detect.encodings import ESCAPES, read
from garble_fix.detect.foreign import foreign_lines, is_utf_8
from garble_fix.detect.pages import DECLARED, LOG_PRIORS, UTF_8_FOUND, holding_all, sequence_evidence
from garble_fix.detect.result import BINARY, Detection
from garble_fix.detect.sample import Stretch, distinct, sample
from garble_fix.detect.unicode import by_mark, by_nuls
from garble_fix.detect.weigh import readings, weigh
from garble_fix.language import packaged

_CONTROLS: Final = bytes({*range(0x20), 0x7F} - set(b"\b\t\n\v\f\r\x1a\x1b"))
"""Control characters that text does not hold; 1A ends DOS files, 08 makes letters bold, 1B starts colours."""

_CONTROL_SHARE: Final = 0.05
"""Share of such characters from which data is no text."""

_LOOKED_AT: Final = 1 << 16
"""Bytes at the beginning in which control characters are counted, and escape sequences read."""

_BEYOND_CHANCE: Final = 24
"""Continuation bytes of valid UTF-8 (for each invalid byte) from which nothing else is considered."""

_ENOUGH: Final = 20.0
"""Nats that valid sequences count at most where others are invalid."""

_SOUND: Final = -7.0
"""Mean log P of a non-ASCII character, in nats, from which a reading as UTF-8 is not doubted."""

_ESCAPED: Final = {
    "iso-2022-jp": re.compile(rb"\x1b\$[@B]|\x1b\([JI]"),
    "iso-2022-kr": re.compile(rb"\x1b\$\)C"),
    "hz": re.compile(rb"~\{(?:[!-w][!-~])+~\}"),
}

_SHOWN: Final = 5
"""How many candidates are reported."""


def detect(data: bytes) -> Detection:
    """Return which encoding `data` is in, which may be any bytes.

    Raises `ModelError` if the language model is not there.
    """
    return decide(data)[0]


def decide(data: bytes) -> tuple[Detection, str | None]:
    """`detect`, and the text, without byte order mark, where finding that out took decoding all anyway."""
    found, text = _as_a_whole(data)
    if text is None:
        foreign = foreign_lines(data[len(found.bom) :], found.encoding)
        if foreign:
            named = ", ".join(sorted({line.encoding for line in foreign}))
            why = f"{found.why}; {len(foreign)} lines are {named}"
            found = replace(found, foreign=foreign, why=why)
    return found, text


def _as_a_whole(data: bytes) -> tuple[Detection, str | None]:
    certain = by_mark(data)
    if certain:
        return certain, None
    if b"\0" in data:
        return by_nuls(data) or Detection(BINARY, 1.0, why="NUL bytes"), None
    escaped = _by_escape_sequences(data) if data.isascii() else None
    if escaped:
        return escaped, None
    start = data[:_LOOKED_AT]
    if len(start) - len(start.translate(None, _CONTROLS)) > _CONTROL_SHARE * len(start):
        return Detection(BINARY, 1.0, why="control characters"), None
    if data.isascii():
        return Detection("ascii", 1.0, "xx", why="every byte is ASCII"), None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _invalid_utf_8(data, error.start), None
    found = _valid_utf_8(data, text)
    return found, text if found.encoding == "utf-8" else None


def _by_escape_sequences(data: bytes) -> Detection | None:
    for encoding, pattern in _ESCAPED.items():
        if pattern.search(data):
            try:
                text, _ = read(encoding, data)
            except UnicodeDecodeError:
                continue
            if not text.isascii() and _mean_beyond_ascii([text[:1000]]) >= _SOUND:
                return Detection(encoding, 0.99, why="escape sequences")
    return None


def _valid_utf_8(data: bytes, text: str) -> Detection:
    """Valid UTF-8 is UTF-8, unless there is little of it, it reads badly, and another page reads well."""
    continuations = len(data) - len(text)
    why = "valid UTF-8"
    if continuations >= _BEYOND_CHANCE:
        return Detection("utf-8", 1.0, why=why)
    stretches = sample(data)
    texts = [get("utf-8").decode(stretch.data, Manner.ESCAPE) for stretch in stretches]
    if _mean_beyond_ascii(texts) >= _SOUND:
        return Detection("utf-8", 1.0, why=why)
    telling = distinct(stretches)
    evidence = sum(sequence_evidence(stretch.data) for stretch in telling)
    found = _by_language(data, telling, UTF_8_FOUND + evidence)
    return found if found.encoding != "utf-8" else replace(found, why=why)


def _invalid_utf_8(data: bytes, error: int) -> Detection:
    """UTF-8 with a few bytes that are none, or a legacy page. `error` is where the first such byte is."""
    by_lines = _by_lines(data)
    if by_lines:
        return by_lines
    around = data[max(0, error - _LOOKED_AT // 2) : error + _LOOKED_AT // 2]
    text = around.decode("utf-8", "surrogateescape")
    continuations = len(around) - len(text)
    invalid = sum(map(len, ESCAPES.findall(text)))
    if continuations >= _BEYOND_CHANCE * invalid:
        why = f"UTF-8 but for {invalid} bytes; {continuations} continuation bytes fit"
        return Detection("utf-8", 0.99, why=why)
    if not continuations:
        return _by_language(data, sample(data), None)
    valid = around.decode("utf-8", "ignore").encode()
    return _by_language(data, sample(data), min(sequence_evidence(valid), _ENOUGH))


def _by_lines(data: bytes) -> Detection | None:
    """The encoding of most lines, where some are UTF-8 and others are not; None where that is not so, or not sure."""
    lines = [line for line in data.split(b"\n") if not line.isascii()]
    valid = [line for line in lines if is_utf_8(line)]
    if not valid:
        return None
    certain, others = b"\n".join(valid), b"\n".join(line for line in lines if not is_utf_8(line))
    invalid = len(lines) - len(valid)
    if (invalid, len(others)) > (len(valid), len(certain)):
        stretches = sample(others)
        sequences = b"".join(stretch.data.decode("utf-8", "ignore").encode() for stretch in stretches)
        return _by_language(others, stretches, min(sequence_evidence(sequences), _ENOUGH))
    looked_at = sample(certain)
    if sum(sequence_evidence(stretch.data) for stretch in looked_at) < _ENOUGH:
        return None
    if _mean_beyond_ascii([stretch.data.decode("utf-8", "ignore") for stretch in looked_at]) < _SOUND:
        return None
    return Detection("utf-8", 0.99, why=f"{len(valid)} lines are valid UTF-8, {invalid} are not")


def _by_language(data: bytes, stretches: Sequence[Stretch], utf_8: float | None) -> Detection:
    """Let the language models decide.

    `utf_8` is the log-odds of UTF-8 against all other pages before the text is looked at; None leaves it out.
    """
    log_priors = LOG_PRIORS if utf_8 is None else {**LOG_PRIORS, "utf-8": utf_8}
    said = declared_pages(data)
    log_priors = {name: nats + (DECLARED if name in said else 0.0) for name, nats in log_priors.items()}
    candidates = weigh(readings(stretches, log_priors), packaged())
    best = candidates[0]
    encoding = holding_all(data, (best.encoding, *best.same))
    why = f"only {encoding} reads it"
    if len(candidates) > 1:
        second = candidates[1]
        nats = best.log_prob - second.log_prob
        why = f"reads best as {encoding} ({best.language}), {nats:.1f} nats before {second.encoding}"
    return Detection(encoding, best.confidence, best.language, candidates[:_SHOWN], why=why)


def _mean_beyond_ascii(texts: Sequence[str]) -> float:
    """Mean log P of the non-ASCII characters of the texts, in the language that knows them best; nats."""
    joined = "\n\n\n".join(texts)
    foreign = np.fromiter((char > "\x7f" for char in joined), np.bool_, len(joined))
    return float(packaged().char_log_probs(joined)[:, foreign].mean(axis=1).max())
