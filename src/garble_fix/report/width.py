"""Text in terminal cells, in which a hanzi is twice as wide as a letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

ELLIPSIS = "…"


def pad(text: str, cells: int) -> str:
    """Fill `text` up with spaces on the right until it is `cells` wide; it must be escaped already."""
    return text + " " * (cells - _width(text))


def shorten(text: str, cells: int) -> str:
    """Cut the middle out of `text` where it is wider than `cells`, keeping both its ends.

    >>> shorten("abcdefghij", 7)
    'abcd…ij'
    """
    # However long the text is, only so much of it can be seen: measure no more.
    if len(text) <= 2 * cells and _width(text) <= cells:
        return text
    room = cells - 1
    head = _fitting(text[:room], room - room // 3)
    tail = _fitting(reversed(text[-room:]), room // 3)
    return f"{head}{ELLIPSIS}{tail[::-1]}"


def window(text: str, start: int, end: int, *, context: int, limit: int) -> str:
    """Show `text[start:end]` with `context` characters either side, some `limit` characters at most."""
    left, right = max(0, start - context), min(len(text), end + context)
    if right - left > limit:
        half = limit // 2
        middle = f"{text[left : left + half]}{ELLIPSIS}{text[right - half : right]}"
    else:
        middle = text[left:right]
    return f"{ELLIPSIS if left else ''}{middle}{ELLIPSIS if right < len(text) else ''}"


def table(rows: Sequence[Sequence[str]], *, right: Iterable[int] = (), indent: str = "") -> list[str]:
    """Align `rows` in columns, those numbered in `right` to the right; no spaces follow the last one."""
    rights = set(right)
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            " " * (width - _width(cell)) + cell if number in rights else pad(cell, width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append((indent + "  ".join(cells)).rstrip(" "))
    return lines


def _fitting(characters: Iterable[str], cells: int) -> str:
    """Take from the front as many characters as fit into `cells`."""
    taken = []
    for character in characters:
        cells -= _width(character)
        if cells < 0:
            break
        taken.append(character)
    return "".join(taken)


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - costs 10 ms that --version need not pay

    return cell_len(text)
