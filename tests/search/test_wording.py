"""Letters that were lost, by the words that they make."""

from __future__ import annotations

import pytest

from garble_fix.channels import parse
from garble_fix.search.lattice.beam import Slot
from garble_fix.search.lattice.wording import by_words, reweighed

CHANNEL = parse("utf-8>cp936w")[0]


@pytest.mark.parametrize(
    ("before", "after", "likely", "right"),
    [("Nó s", "", "ẵ", "ẽ"), ("içeri", "i yok", "ş", "ğ"), ("дев", "ть дней", "а", "я")],
)
def test_words_outweigh_a_little_likelier_letter(before: str, after: str, likely: str, right: str) -> None:
    shares = {likely: 0.5, right: 0.4}
    found = reweighed(shares, before, after)
    assert set(found) == set(shares)
    assert sum(found.values()) == pytest.approx(0.9)
    assert next(iter(found)) == right


def test_what_is_in_no_word_keeps_its_shares() -> None:
    assert reweighed({"é": 0.6, "è": 0.3}, "qqx", "zzq") == pytest.approx({"é": 0.6, "è": 0.3})


@pytest.mark.parametrize(
    ("before", "after", "likely", "right"),
    [("giá tr", "", "ể", "ị"), ("b", " nhớ", "ị", "ộ"), ("tiền t", "", "ừ", "ệ")],
)
def test_the_words_beside_it_outweigh_a_likelier_letter(
    before: str, after: str, likely: str, right: str
) -> None:
    assert next(iter(reweighed({likely: 0.6, right: 0.3}, before, after))) == right


def test_only_a_space_makes_neighbours() -> None:
    beside, apart = (reweighed({"ể": 0.6, "ị": 0.3}, before, "")["ị"] for before in ("giá tr", "giá, tr"))
    assert apart < beside


def slots(char: str, runner_up: str) -> tuple[Slot, ...]:
    return (
        Slot(char, 0, 3, lost=True, posterior=0.5, runners_up=((runner_up, 0.45),)),
        Slot(" ", 3, 4, lost=True, posterior=1.0, runners_up=()),
    )


def test_only_what_is_damaged_alike_is_chosen() -> None:
    # ẽ is E1 BA BD and ẵ is E1 BA B5; é, C3 A9, makes another text.
    assert by_words(slots("ẵ", "ẽ"), "Nó s", "cho", CHANNEL)[0].char == "ẽ"
    assert by_words(slots("ẵ", "é"), "Nó s", "cho", CHANNEL)[0].char == "ẵ"
