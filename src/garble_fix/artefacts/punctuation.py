"""Punctuation that a normalisation flattened: `會議,分析研判` for `會議，分析研判`.

Unicode's NFKC, and ftfy's `fix_text`, turn the full-width `，：；！？（）` into ASCII and leave `。、《》「」` alone,
which have no ASCII counterpart. So a text that has many of the latter, and not one of the former, was flattened. Who
types ASCII commas in Chinese on purpose, as mathematicians do, puts spaces behind them; who does not care has some of
either kind.

ftfy also makes curly quotes straight. That is known to have happened only where commas show that the text went
through such a program, and no curly quote is left: NFKC spares them.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from garble_fix.artefacts.finding import PUNCTUATION, Finding

_HAN: Final = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_KANA: Final = "\u3041-\u3096\u30a1-\u30fa\u30fc\u31f0-\u31ff"
_TEXT: Final = _HAN + _KANA
_CLOSING: Final = "”’」』》〉】〕）"
_OPENING: Final = "“‘「『《〈【〔（"

_WIDE: Final = dict(zip(",:;!?()", "，：；！？（）", strict=True))

_MARKS: Final = re.compile(
    rf"(?:(?<=[{_TEXT}{_CLOSING}\"'])|(?<=[{_TEXT}]\)))(?:[,:;](?=[{_TEXT}{_OPENING}\"'(])|[!?]+(?=[{_TEXT}{_OPENING}{_CLOSING}\"')]|\s*$))",
    re.MULTILINE,
)
_ROUND: Final = re.compile(
    rf"(?<![ -~])\((?=[{_TEXT}{_OPENING}])[^()\n]{{0,80}}(?<=[{_TEXT}{_CLOSING}。！？!?])\)(?![A-Za-z0-9])"
)
_QUOTES: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?P<mark>[\"'])(?=[{_TEXT}《])(?:(?!(?P=mark))[^\n])*(?<=[{_TEXT}》。！？!?，,])(?P=mark)(?![0-9A-Za-z])"
)

_SPACED: Final = re.compile(rf"[{_TEXT}][,;!?] +[{_TEXT}]")
"""ASCII punctuation as whoever means it writes it."""

_FULL: Final = re.compile("[，：；！？（）]")
_STOPS: Final = re.compile("[。、]")
_SPARED: Final = re.compile("[。、“”‘’「」『』《》【】]")
_CURLY: Final = re.compile("[“”‘’「」]")
_JAPANESE: Final = re.compile(f"[{_KANA}]")

_TEXTUAL: Final = re.compile(f"[{_TEXT}]")

_OFTEN: Final = 4
"""Of how many lines with text one must have kana."""

_EXEMPT: Final = re.compile(
    r"(?:https?|ftp|file)://[!-~]+(?:(?<=[/=])[^\s，。]+)?|www\.[!-~]+|`[^`\n]*`|</?[A-Za-z][^<>\n]{0,300}>|\$[^$\n]{1,200}\$"
)
"""Addresses, code, tags and formulas, which nobody would have punctuated as prose."""

_CODE: Final = re.compile(
    r"[{}\\|=]|[A-Za-z0-9_]\(|;\s*$|[\"']\s*:|[\[\"'],|,[\[\"']|\t|^\s*//", re.MULTILINE
)
"""Signs that a machine reads a line, which is then left alone."""

_CODE_LINES: Final = 0.15
"""Share of the lines that a machine reads, from which all the text is code."""

_FIELD: Final = 4.0
"""Code points up to which, on average, what commas part are fields rather than clauses."""

_PROSE: Final = re.compile("[。！？!?…]")

_FEWEST: Final = 3
_PER_MARK: Final = 1.5
"""How many flattened marks there must be, and how many that were spared; nats for each of the former, where no
full-width one speaks against it."""


def flattened(text: str) -> list[Finding]:
    """Find the ASCII punctuation between Han characters or kana that was full-width, and straight quotes once curly.

    None, unless the text shows that it was flattened. Japanese is often written with ASCII `!?()`, and with `、` for a
    comma: there, only text with commas for all its `、` counts.
    """
    if not _may_be(text):
        return []
    lines = list(_lines(text))
    if _is_code(lines) or _is_table(lines):
        return []
    found: list[Finding] = []
    kana = [_JAPANESE.search(line) is not None for _, line in lines]
    # Lines without kana may be Japanese, too, where others have some.
    often = _OFTEN * sum(kana) > sum(_TEXTUAL.search(line) is not None for _, line in lines)
    for japanese in (False, True):
        own = [line for line, has in zip(lines, kana, strict=True) if (has or often) == japanese]
        found += _in_lines(own, japanese=japanese)
    return sorted(found, key=lambda finding: finding.start)


def _may_be(text: str) -> bool:
    """Whether a look at single characters leaves it possible; quick."""
    if "。" not in text and "、" not in text:
        return False
    flat = sum(map(text.count, _WIDE))
    full = sum(map(text.count, _WIDE.values()))
    return flat >= _FEWEST and (full <= flat / 20 or bool(_JAPANESE.search(text)))


def _in_lines(lines: list[tuple[int, str]], *, japanese: bool) -> list[Finding]:
    together = "\n".join(line for _, line in lines)
    if not _STOPS.search(together) or len(_SPARED.findall(together)) < _FEWEST:
        return []
    if japanese and "、" in together:
        return []
    places = [(start + at, char) for start, line in lines for at, char in _places(line)]
    commas = sum(char == "，" for _, char in places)
    count = len(places) if not japanese else min(commas, len(places))
    full = len(_FULL.findall(together))
    if count < _FEWEST or full > count / 20 or len(_SPACED.findall(together)) > count / 5:
        return []
    odds = _PER_MARK * (count - 10.0 * full)
    if not _CURLY.search(together):
        places += [(start + at, char) for start, line in lines for at, char in _quotes(line)]
    return [Finding(at, at + 1, char, PUNCTUATION, odds) for at, char in places]


def _places(line: str) -> Iterator[tuple[int, str]]:
    """Where a line has flattened marks, and what they were."""
    if _CODE.search(_EXEMPT.sub("", line)) or _is_list(line):
        return
    exempt = [match.span() for match in _EXEMPT.finditer(line)]
    for match in _MARKS.finditer(line):
        if not _within(match.start(), exempt):
            yield from ((at, _WIDE[line[at]]) for at in range(*match.span()))
    for match in _ROUND.finditer(line):
        if not _within(match.start(), exempt):
            yield match.start(), "（"
            yield match.end() - 1, "）"


def _quotes(line: str) -> Iterator[tuple[int, str]]:
    """Where a line has straight quotes around words in Han characters or kana, and what they were."""
    if _CODE.search(_EXEMPT.sub("", line)):
        return
    exempt = [match.span() for match in _EXEMPT.finditer(line)]
    for mark, opening, closing in (('"', "“", "”"), ("'", "‘", "’")):
        if line.count(mark) % 2:
            continue
        for match in _QUOTES.finditer(line):
            if match["mark"] == mark and not _within(match.start(), exempt):
                yield match.start(), opening
                yield match.end() - 1, closing


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    index = bisect(spans, (at, sys.maxsize)) - 1
    return index >= 0 and at < spans[index][1]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line.removesuffix("\r")
        at += len(line) + 1


def _is_list(line: str) -> bool:
    """Whether commas part names or words rather than clauses: `红,黄,蓝`."""
    if _PROSE.search(line) or "," not in line:
        return False
    return len(line.strip()) <= _FIELD * (line.count(",") + 1)


def _is_code(lines: list[tuple[int, str]]) -> bool:
    written = [line for _, line in lines if line.strip()]
    return sum(bool(_CODE.search(_EXEMPT.sub("", line))) for line in written) > _CODE_LINES * len(written)


def _is_table(lines: list[tuple[int, str]]) -> bool:
    """Whether the lines have as many commas each, as a CSV file has."""
    counts = [line.count(",") for _, line in lines if line.strip()]
    alike = sum(a == b > 0 for a, b in pairwise(counts))
    return len(counts) >= 3 and alike >= 0.8 * (len(counts) - 1)
