"""What stands before and after a place in a text, in words that weights can be fitted to."""

from __future__ import annotations

import re
from typing import Final

_LINE_BEGINS: Final = (
    ("heading", re.compile(r"#{1,6} ")),
    ("fence", re.compile(r"```|~~~")),
    ("item", re.compile(r"(?:[-*]|\d+[.)]) +\S")),
    ("comment", re.compile(r"//|/\*|\*/|\*(?= |$)|#|<!--")),
    ("row", re.compile(r"\|")),
    ("quoted", re.compile(r"> ")),
    ("tag", re.compile(r"</?[A-Za-z]")),
    ("rule", re.compile(r"---|===")),
)
"""What begins lines of Markdown and of programs."""

_SCRIPTS: Final = (
    ("kana", re.compile("[\u3040-\u30ff]")),
    ("hangul", re.compile("[\uac00-\ud7a3]")),
    ("han", re.compile("[\u2e80-\U000fffff]")),
    ("letters", re.compile("[\x80-\u2e7f]")),
)

_INDENT: Final = re.compile(r"[ \t]+")
_CELL: Final = re.compile(r"\| *(?:\n|$)")
_CLOSING: Final = frozenset(")]}>）】」』》”’")
_STOPS: Final = frozenset(".,:;!?。，、；：！？")

_KIND_OF: Final = {
    char: kind
    for kind, chars in {
        "stop": "。！？…",
        "colon": "：",
        "comma": "，、；",
        "closing": "）】」』》”’〉〕",
        "opening": "（【「『《“‘〈〔",
        "dash": "—‐‑‒–―",
        "arrow": "←↑→↓↔⇒",
    }.items()
    for char in chars
}


def kind_of(char: str) -> str:
    """What a character is after which ASCII was swallowed; `char` is empty at the start of a line."""
    if char.isascii():
        return "ascii"
    return _KIND_OF.get(char, "letter" if char.isalpha() else "mark")


def line_of(text: str) -> str:
    """What a line is by its first characters: what `_LINE_BEGINS` names, or `text`."""
    bare = text.lstrip(" \t")
    return next((name for name, pattern in _LINE_BEGINS if pattern.match(bare)), "text")


def script_of(line: str) -> str:
    """The script of the last letter beyond ASCII."""
    last = next((char for char in reversed(line) if char > "\x7f" and char.isalpha()), "")
    return next((name for name, chars in _SCRIPTS if chars.match(last)), "none")


def ahead_of(right: str) -> str:
    """What stands in `right`, which follows a place where a character was lost (nothing: the text ends there)."""
    if not right:
        return "end"
    if right[0] == "\n":
        if len(right) == 1:
            return "lf end"
        if right[1] == "\n":
            return "lf lf"
        indent = _INDENT.match(right, 1)
        kind = line_of(right[1:])
        return f"lf {kind}" if kind != "text" or not indent else "lf indent"
    if right[0] == "\r":
        return "cr"
    if _CELL.match(right):
        return "cell"
    if right[0] in " \t":
        indent = _INDENT.match(right)
        return "indent" if indent and indent.end() > 1 else "space"
    kind = line_of(right)
    if kind != "text":
        return kind
    return _sort_of(right[0])


def _sort_of(char: str) -> str:
    """What a character is that begins no line in particular."""
    if char.isdigit():
        return "digit"
    if char.isalpha():
        return "latin" if char < "\u0250" else "word"
    if char in _CLOSING:
        return "closing"
    if char in _STOPS:
        return "stop"
    return "quote" if char in "\"'`" else "mark"
