"""Script, punctuation and compatibility characters, each by itself."""

from __future__ import annotations

import unicodedata

import pytest

from garble_fix.artefacts.compat import _GB18030, _SUPPLEMENT, compatible
from garble_fix.artefacts.finding import applied
from garble_fix.artefacts.punctuation import flattened
from garble_fix.artefacts.script import convert, inconsistent, was_simplified
from garble_fix.codepages.registry import get
from garble_fix.errors import ExtraMissingError

MIXED = "市長主持并講話，要求立足于早，抓實各項措施，骨干力量要進一步規范。"


PAGE = MIXED + "會議聽取了各單位的匯報，對于責任問題進行認真討論，隨後還審議了關于環境的報告。"


def test_inconsistent_characters_have_their_places() -> None:
    found = inconsistent(MIXED)
    assert [(MIXED[each.start], each.after) for each in found] == [
        ("并", "並"),
        ("于", "於"),
        ("干", "幹"),
        ("范", "範"),
    ]


def test_simplified_text_is_searched_for_traditional_forms() -> None:
    text = "会议要求各部门认真学習，落實责任。"
    assert [(text[each.start], each.after) for each in inconsistent(text)] == [("習", "习"), ("實", "实")]


def test_each_line_has_its_script() -> None:
    assert inconsistent("请勿吸烟，违者罚款。\n請勿吸煙，違者罰款。\n") == []


def test_a_page_is_converted_only_if_it_was() -> None:
    assert was_simplified(PAGE) > 5
    proper = "市長主持並講話，要求立足於早，抓實各項措施，骨幹力量要進一步規範。" * 3
    assert was_simplified(proper) == 0
    assert convert(proper, "auto") == []
    assert convert(MIXED, "keep") == []


def test_conversions_keep_the_length_and_stray_bytes() -> None:
    text = "主持\udce4并講話𠮷\n" * 3
    for target in ("simplified", "traditional", "tw", "hk"):
        changed = applied(text, convert(text, target))  # type: ignore[arg-type]
        assert len(changed) == len(text)
        assert changed.count("\udce4") == 3


def test_without_opencc_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from garble_fix.artefacts import han  # noqa: PLC0415

    monkeypatch.setitem(__import__("sys").modules, "opencc", None)
    with pytest.raises(ExtraMissingError, match=r"pip install 'garble-fix\[han\]'"):
        han.require()
    with pytest.raises(ExtraMissingError):
        convert("漢字", "auto")
    assert convert("漢字", "keep") == []


FLAT = "会议指出,当前形势复杂。各部门要认识到,任务艰巨、时间紧迫,要抓好落实。"


@pytest.mark.parametrize(
    "beside",
    [
        "大家，都来了；我们（也）去：好！真的？是，的。，，，",
        "其一, 要认真; 其二, 要及时, 其三, 要全面。",
        "def 函数(甲,乙): return {甲: 乙}\nx = 函数(1, 2)\nprint(x)\n",
    ],
)
def test_other_habits_speak_against_it(beside: str) -> None:
    assert flattened(FLAT)
    assert flattened(FLAT + "\n" + beside) == []


@pytest.mark.parametrize(
    "kept", ["比分3:2", "9:30,到", "a,b", "见(a)", "https://x.cn/天,气", "`甲,乙`", '<p title="甲,乙">']
)
def test_what_is_no_prose_is_kept(kept: str) -> None:
    text = FLAT + "\n" + kept + "\n" + FLAT
    assert kept in applied(text, flattened(text))


def test_quotes_are_curled_only_if_none_is_left() -> None:
    text = FLAT + '他说"好"。'
    assert "“好”" in applied(text, flattened(text))
    spared = text + "她说“不好”。"
    assert '"好"' in applied(spared, flattened(spared))


@pytest.mark.parametrize("radical", _SUPPLEMENT)
def test_radicals_are_radicals(radical: str) -> None:
    assert unicodedata.name(radical).startswith("CJK RADICAL")
    assert unicodedata.name(_SUPPLEMENT[radical]).startswith("CJK UNIFIED IDEOGRAPH")
    assert unicodedata.normalize("NFKC", radical) == radical, "NFKC knows it already"


@pytest.mark.parametrize("private", _GB18030)
def test_private_characters_are_those_of_the_page(private: str) -> None:
    pair = get("cp936").encode(private)
    assert len(pair) == 2
    assert pair.decode("gb18030") in (private, _GB18030[private])


def test_hong_kong_characters_in_cantonese() -> None:
    hkscs = {char: get("cp950").decode(char.encode("big5hkscs")) for char in "啲嘢嚟嗰咗"}
    assert all("\ue000" <= private <= "\uf8ff" for private in hkscs.values())
    text = "佢話有啲嘢食，嗰個人食咗就走，點解會嚟呢度？"
    private = "".join(hkscs.get(char, char) for char in text)
    assert applied(private, compatible(private)) == text


def test_icons_stay() -> None:
    for text in ("\ue601首页 \ue602消息", "點擊\ue5a1 返回", "\uf015"):
        assert compatible(text) == []
