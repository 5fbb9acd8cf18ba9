"""`garble-fix fix --interactive`: a person says what stood where bytes were lost and nothing is sure."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from garble_fix.report import Screen, hole_lines, printable

if TYPE_CHECKING:
    from garble_fix.repair.choosing import OpenHole
    from garble_fix.repair.result import BytesRepair

_LEAVE, _STOP, _OTHER = "-", "q", "="
_HELP: Final = "a number, =TEXT for another text, - to leave it, q to leave all that follow"


def require_terminal() -> None:
    """Raise `UsageError` where nobody can be asked."""
    if not (sys.stdin and sys.stdin.isatty()):
        raise click.UsageError("--interactive needs a terminal to ask on")


def ask(name: str, data: bytes, repair: BytesRepair, screen: Screen) -> BytesRepair:
    """Ask about each hole that was left in the repair of `data`, and return the repair with the answers."""
    from garble_fix.repair.choosing import closed, open_holes, reopened  # noqa: PLC0415 - takes longer to import than --version may

    repair = reopened(data, repair)
    passed = 0
    while passed < len(places := open_holes(repair.edits)):
        place = places[passed]
        for line in hole_lines(name, repair.text, place.offset, place.choices):
            screen.err(line)
        answered = _answered(data, repair, place, screen)
        if answered is None:
            passed += 1
        elif answered is repair:
            break
        else:
            repair = answered
    return closed(data, repair)


def _answered(data: bytes, repair: BytesRepair, place: OpenHole, screen: Screen) -> BytesRepair | None:
    """The repair with the answer for one hole; None if it is to be left, `repair` itself if all others are, too."""
    from garble_fix.repair.choosing import fill  # noqa: PLC0415

    while True:
        try:
            answer = click.prompt(
                f"What stood there? ({_HELP})", default="1" if place.choices else _LEAVE, err=True
            ).strip()
        except click.Abort:
            raise KeyboardInterrupt from None  # no failure of the file that was asked about
        if answer == _STOP:
            return repair
        if answer == _LEAVE:
            return None
        if answer.startswith(_OTHER) and len(answer) > 1:
            text = answer[1:]
        elif answer.isdecimal() and 1 <= int(answer) <= len(place.choices):
            text = place.choices[int(answer) - 1][0]
        else:
            screen.err(f"{printable(answer)} is neither: {_HELP}")
            continue
        filled = fill(data, repair, place, text)
        if filled is not None:
            return filled
        screen.err(
            "the damage would not have made of that what stands there, or it cannot be written; another?"
        )
