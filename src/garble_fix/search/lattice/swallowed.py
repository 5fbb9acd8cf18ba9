"""ASCII characters that a decoder swallowed: how likely it is that those that the search found are right.

The search counts every character as the language models do, and they know sentences better than files. So the shares
that it gives a character and its rivals are weighed again by what stands around the place: a conditional logit
(McFadden, 1974) of the share, believed in part, and of features of the character in its place, fitted to whole files
and to strings of programs (`python -m benchmarks.swallowed`). That none of the characters found is right is one of
the possibilities. Of places in files kept apart the search has 77 in a hundred right, the likeliest of these 81.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from garble_fix.channels import Channel
from garble_fix.search.lattice.habits import Habits
from garble_fix.search.lattice.outline import ahead_of, kind_of, line_of, script_of
from garble_fix.search.lattice.paired import closed_further_on, innermost, unclosed
from garble_fix.search.lattice.slots import Slot
from garble_fix.search.lattice.structure import ENDS, in_address, is_bold, same_item
from garble_fix.search.lattice.weights import WEIGHTS
from garble_fix.search.lattice.wording import damaged_alike

Features = Iterator[tuple[str, float]]

_LEAST: Final = 1e-3
_LEAST_REST: Final = 1e-5
"""Shares, and what they leave, are not taken for less."""

_STOPS: Final = ".,:;!?"
_STRAIGHT: Final = "\"'`"
_GROUPS: Final = {
    "\n": "feed",
    "\r": "return",
    " ": "space",
    **dict.fromkeys(_STRAIGHT, "quote"),
    **dict.fromkeys(")>]}", "closing"),
    **dict.fromkeys(_STOPS, "stop"),
    **dict.fromkeys("([{<", "opening"),
}
"""The characters among which each counts: of most there are too few to have weights of their own alone."""

_NAMED: Final = frozenset(".,:;!?()[]\"'`-/=*")
"""Those that have, too."""

_MARKS: Final = frozenset(map(chr, range(0x20, 0x40))) - frozenset("0123456789") | {"\n"}
"""What any lead byte takes along: no page reads it and one of these as a pair."""

_NUMBER: Final = re.compile(r" ?-?\d[\d.,:%]*(?:\n|$)")
"""What a colon stands before, and the line ends after."""

_KEPT: Final = 2.0
"""How many times as likely another character must be than the one that the search prefers."""


def told(slots: Sequence[Slot], line: str, right: str, habits: Habits, damage: Channel) -> tuple[Slot, ...]:
    """The characters of an island between `line` (from its start) and `right`, those swallowed as the place tells.

    `habits` are those of the text as a whole. What is chosen, `damage` makes the same text of.
    A carriage return is left as it was found: what else stands in the line says nothing of it.
    """
    found: list[Slot] = []
    for index, slot in enumerate(slots):
        if slot.lost and slot.char.isascii() and slot.char != "\r":
            left = line + "".join(before.char for before in found)
            ahead = "".join(after.char for after in slots[index + 1 :]) + right
            found.append(_weighed(slot, left, ahead, habits, damage))
        else:
            found.append(slot)
    return tuple(found)


def _weighed(slot: Slot, left: str, right: str, habits: Habits, damage: Channel) -> Slot:
    found = ((slot.char, slot.posterior), *slot.runners_up)
    nats = [
        sum(WEIGHTS.get(name, 0.0) * value for name, value in features(char, share, left, right, habits))
        for char, share in found
    ]
    rest = 1.0 - sum(share for _, share in found)
    nats.append(sum(WEIGHTS.get(name, 0.0) * value for name, value in none(rest, len(found))))
    most = max(nats)
    odds = [math.exp(each - most) for each in nats]
    shares = {char: each / sum(odds) for (char, _), each in zip(found, odds, strict=False)}
    line, ahead = left.rpartition("\n")[2], right.partition("\n")[0]
    closing = innermost(line)
    due = closing.isascii() and not closed_further_on(closing, line, ahead)
    if due and shares.get(closing, 0.0) > shares[slot.char]:
        likelier = [closing]
    else:
        least = shares[slot.char] * _KEPT
        likelier = [
            char for char in shares if shares[char] > least and _may_replace(char, slot.char, line, right)
        ]
    # Not every lead byte before the place takes each of them along.
    fitting = damaged_alike(slot.char, likelier, left, right, damage) if likelier else []
    best = max(fitting, key=lambda char: shares[char], default=slot.char)
    others = sorted(
        ((char, min(share, shares[best])) for char, share in shares.items() if char != best),
        key=lambda pair: -pair[1],
    )
    return replace(slot, char=best, posterior=shares[best], runners_up=tuple(others))


def _may_replace(char: str, found: str, line: str, right: str) -> bool:
    """Whether the place may overrule the search: about stops, which the models have seen in sentences alone, and
    about letters, of which none but a few were swallowed.

    The search knows better what is in an address, and where a line ends that is not of letters; its models were
    trained on such lines. And no stop stands before another.
    """
    if char in _STOPS and right[:1] and right[0] in _STOPS:
        return False
    if not (char in _STOPS or (char in _MARKS and found.isalpha())) or in_address(line):
        return False
    return bool(right) or found != "\n" or script_of(line) in ("letters", "none")


def features(char: str, share: float, left: str, right: str, habits: Habits) -> Features:
    """What is known of a character that has this share between `left` and `right`: names and values.

    `habits` are those of the text as a whole.
    """
    yield "share", math.log(min(1.0, max(_LEAST, share)))
    if not char.isascii():
        yield "not ascii", 1.0
        return
    line, ahead = left.rpartition("\n")[2], right.partition("\n")[0]
    group = _GROUPS.get(char, "alnum" if char.isalnum() else "mark")
    name = char if char in _NAMED else group
    script, before = script_of(line), ahead_of(right)
    yield group, 1.0
    spaced = script in ("hangul", "letters")
    yield "habit", habits.nats(right, spaced=spaced).get(char, 0.0)
    if habits.of_lines:
        yield f"{group} in lines", 1.0
        if line[-1:] and line[-1] in ENDS and not spaced:
            yield f"{group} in lines behind end", 1.0
    yield f"{group} in {script}", 1.0
    yield f"{group} before {before}", 1.0
    yield f"{group} after {kind_of(line[-1:])}", 1.0
    if char in _NAMED:
        yield char, 1.0
        yield f"{char} before {before}", 1.0
        yield f"{char} in {script}", 1.0
    if not right:
        yield f"{name} before end in {script}", 1.0
    if _NUMBER.match(right):
        yield f"{name} before number", 1.0
    if is_bold(line, right):
        yield f"{name} where bold", 1.0
    if group in ("quote", "closing"):
        yield f"{group} {_awaited(char, line, ahead)}", 1.0
    if group == "quote":
        paired = ahead.count(char) % 2
        yield f"quote {'open' if line.count(char) % 2 else 'shut'}, {'odd' if paired else 'even'}", 1.0
    if group in ("feed", "space"):
        yield f"{group} in {line_of(line)}", 1.0
        if same_item(line, right.lstrip("\n")):
            yield f"{group} same item", 1.0


def none(rest: float, found: int) -> Features:
    """The same of the possibility that none of the characters found is right, where they leave a share of `rest`."""
    yield "rest", math.log(min(1.0, max(_LEAST_REST, rest)))
    yield "none", 1.0
    yield "none of one" if found == 1 else "none of many", 1.0


def _awaited(char: str, line: str, ahead: str) -> str:
    if closed_further_on(char, line, ahead):
        return "not awaited"
    if char == innermost(line):
        return "innermost"
    return "awaited" if char in unclosed(line) else "not awaited"
