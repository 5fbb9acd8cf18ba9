"""Tables in Markdown, lined up for the eye as well."""

from __future__ import annotations

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table: the first column is text, the others are figures.

    >>> print(table(["", "n"], [["lines", "12"]]))
    |       |  n |
    |-------|---:|
    | lines | 12 |
    """
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    widths = [widths[0], *(max(2, width) for width in widths[1:])]

    def line(cells: Sequence[str]) -> str:
        figures = [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
        return f"| {' | '.join([cells[0].ljust(widths[0]), *figures])} |"

    rule = f"|{'-' * (widths[0] + 2)}|{'|'.join('-' * (width + 1) + ':' for width in widths[1:])}|"
    return "\n".join([line(head), rule, *map(line, rows)])


def percent(flags: Sequence[bool]) -> str:
    """Return the share of `True` in per cent; a dash if there are none to count."""
    return f"{100 * sum(flags) / len(flags):.1f}" if flags else "–"


def per_million(count: int, of: int) -> str:
    """Return `count` scaled to a million: `1 234`.

    >>> per_million(3, 4000)
    '750'
    """
    return f"{1e6 * count / of:,.0f}".replace(",", " ") if of else "–"
