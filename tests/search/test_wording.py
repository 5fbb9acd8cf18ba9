"""Letters that were lost, by the words that they make."""

from __future__ import annotations

import pytest

from garble_fix.channels import parse
from garble_fix.search.lattice.beam import Slot
from garble_fix.search.lattice.unspaced import is_ideograph, likeliest_words
from garble_fix.search.lattice.wording import by_words, divided, reweighed

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


@pytest.mark.parametrize(
    ("before", "after", "likely", "right"),
    [
        ("武器射", "", "通", "速"),
        ("问策略", "托服务", "对", "委"),
        ("反坦克火", "", "管", "箭"),
        ("患者", "応の分散", "が", "対"),
    ],
)
def test_words_that_nothing_divides_outweigh_a_likelier_character(
    before: str, after: str, likely: str, right: str
) -> None:
    found = divided({likely: 0.5, right: 0.3, "。": 0.1}, before, after)
    assert next(iter(found)) == right
    assert found["。"] == 0.1
    assert sum(found.values()) == pytest.approx(0.9)


def test_words_do_not_turn_a_han_character_into_a_particle() -> None:
    shares = {"列": 0.5, "の": 0.45}
    assert divided(shares, "文字", "パターン") == shares


def test_what_is_far_less_likely_no_word_makes_good() -> None:
    shares = {"对": 0.9, "委": 0.001}
    assert divided(shares, "问策略", "托服务") == shares


def test_a_text_is_divided_in_the_likeliest_way() -> None:
    whole, parts, other = likeliest_words(["委托服务", "委托", "对托"])
    assert other < parts < 0
    assert whole == pytest.approx(likeliest_words(["委托"])[0] + likeliest_words(["服务"])[0])


def test_ideographs() -> None:
    assert [char for char in "中かカ々ーｶ한aяＡ。：" if is_ideograph(char)] == list("中々")


def slots(char: str, runner_up: str) -> tuple[Slot, ...]:
    return (
        Slot(char, 0, 3, lost=True, posterior=0.5, runners_up=((runner_up, 0.45),)),
        Slot(" ", 3, 4, lost=True, posterior=1.0, runners_up=()),
    )


def test_only_what_is_damaged_alike_is_chosen() -> None:
    # ẽ is E1 BA BD and ẵ is E1 BA B5; é, C3 A9, makes another text.
    assert by_words(slots("ẵ", "ẽ"), "Nó s", "cho", CHANNEL)[0].char == "ẽ"
    assert by_words(slots("ẵ", "é"), "Nó s", "cho", CHANNEL)[0].char == "ẵ"
    # 速 is E9 80 9F and 通 E9 80 9A; 频, E9 A2 91, makes another text.
    assert by_words(slots("通", "速"), "武器射", "", CHANNEL)[0].char == "速"
    assert by_words(slots("频", "速"), "武器射", "", CHANNEL)[0].char == "频"
