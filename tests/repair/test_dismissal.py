"""Suspicious lines that are seen through at a look."""

from __future__ import annotations

import pytest

from garble_fix import garble
from garble_fix.language import packaged
from garble_fix.repair.dismissal import worth_a_search
from garble_fix.repair.evidence import Evidence
from garble_fix.spans.suspects import suspects

TREE = "\n".join(f"      │\xa0\xa0 ├──constraint_{number}_name" for number in range(60))


def worth(text: str) -> tuple[list[str], list[str]]:
    suspicious = list(suspects(text, packaged()))
    kept = worth_a_search(suspicious, packaged(), Evidence({}), 0.0)
    return [each.piece.text for each in suspicious], [each.piece.text for each in kept]


def test_a_drawn_tree_is_seen_through() -> None:
    suspicious, kept = worth(TREE)
    assert len(suspicious) > 10
    assert kept == []


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("café number {}", "utf-8>cp1252"),
        ("// {} （用户点击）", "utf-8>cp936"),
        ("naïve and café {}", "utf-8>cp1252"),
    ],
)
def test_lines_of_the_same_garble_are_all_kept(text: str, chain: str) -> None:
    lines = [garble(text.format(number), chain) for number in range(40)]
    suspicious, kept = worth("\n".join(lines))
    assert suspicious == kept == lines


def test_garble_among_lines_that_are_seen_through_is_kept() -> None:
    garbled = garble("├── src", "utf-8>cp1252")
    _, kept = worth(f"{TREE}\n{garbled}\n{TREE}")
    assert kept == [garbled]
