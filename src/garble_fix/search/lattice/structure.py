"""What the line around a hole says about the character in it, beyond what the language models see: they look back
three characters, a bracket waits longer to be closed, and a line that ends says how the next one begins.
"""

from __future__ import annotations

from typing import Final

_PAIRS: Final = {")": "(", "）": "（", "]": "[", "】": "【", "」": "「", "』": "『", "》": "《", "”": "“", "}": "{", "〉": "〈"}
_OPENERS: Final = frozenset(_PAIRS.values())
_STRAIGHT: Final = "\"'`"

_WAITED_FOR: Final = 2.5
"""Nats for a closing mark whose opening mark stands open."""
_UNEXPECTED: Final = -2.5
"""Nats for a closing mark that closes nothing."""
_FEED_WITHIN: Final = -4.0
"""Nats for a line feed before a letter or a digit. The models were trained on lines that end where a sentence does,
and take a line end for likelier than it is among words."""
_FEED_AT_END: Final = 1.5
"""Nats for a line feed that ends the text: nearly all do."""
_SPACE_AT_END: Final = -4.0
"""Nats for a space before the end of a line."""


def expected(line: str, right: str) -> dict[str, float]:
    """What to add to `log P`, in nats, for some characters after `line` (from its start) and before `right`."""
    found = dict.fromkeys(_PAIRS, _UNEXPECTED)
    for closing in _unclosed(line):
        found[closing] = _WAITED_FOR
    for mark in _STRAIGHT:
        if mark != "'" or not line[line.rfind(mark) - 1 : line.rfind(mark)].isalpha():
            found[mark] = _WAITED_FOR if line.count(mark) % 2 else _UNEXPECTED
    if not right:
        found["\n"] = _FEED_AT_END
    elif right[0].isalnum():
        found["\n"] = _FEED_WITHIN
    if not right or right[0] in "\r\n":
        found[" "] = _SPACE_AT_END
    return found


def _unclosed(line: str) -> set[str]:
    """The closing marks that the line waits for."""
    closing = {opening: mark for mark, opening in _PAIRS.items()}
    stack: list[str] = []
    for char in line:
        if char in _OPENERS:
            stack.append(closing[char])
        elif char in _PAIRS and char in stack:
            del stack[len(stack) - 1 - stack[::-1].index(char) :]
    return set(stack)
