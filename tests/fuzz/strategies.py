"""Bytes that are likely to upset a repair of bytes: text, garbled in every way, cut, mixed and spoilt."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import strategies as st

from garble_fix.channels import garble
from garble_fix.errors import GarbleFixError

_CASES = Path(__file__).parents[1] / "cases"

CLEAN = (
    "今天天气很好，我们一起去公园散步。", "領導幹部應當遵守規定。", "起動しました。設定を確認してください。",
    "사용자가 로그인했습니다. 설정을 확인하세요.", "Größe: café, naïve, Übung, garçon", "Спасибо, всё хорошо.",
    "Το αρχείο δεν βρέθηκε.", "print('hello, world')", "a ?? b : c ? d", "x = {'k': [1, 2, 3]}  # note", "",
)  # fmt: skip
"""Lines with nothing wrong in them."""

_CHAINS = (
    "utf-8>cp936", "utf-8>cp936w", "utf-8>cp936j", "utf-8>cp932w", "utf-8>cp949w", "utf-8>cp950w", "utf-8>cp1252",
    "utf-8>cp1252py", "utf-8>cp1252sp", "utf-8>latin-1", "utf-8>cp1251", "gb18030>latin-1", "cp932>cp1252",
    "big5>cp936",
    "gb18030>utf-8py>utf-8>cp936", "utf-8>cp1252>utf-8>cp1252", "utf-8>cp437", "cp1251>latin-1", "ascii?>ascii",
)  # fmt: skip

ENCODINGS = (
    "utf-8",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-kr",
    "cp1252",
    "utf-16",
    "utf-16-be",
    "utf-32",
    "iso2022_jp",
)


def _garbled() -> list[str]:
    found = [
        case["garbled"]
        for path in sorted(_CASES.glob("*.json"))
        for case in _listed(path)
        if "garbled" in case
    ]
    for line in CLEAN:
        for chain in _CHAINS:
            try:
                found.append(garble(line, chain))
            except (GarbleFixError, ValueError):
                continue
    return sorted({text[:200] for text in found})


def _listed(path: Path) -> list[dict[str, str]]:
    content = json.loads(path.read_text("utf-8"))
    return content if isinstance(content, list) else content.get("cases", [])


GARBLED = _garbled()
"""Lines, and several, with every kind of damage."""


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "replace")


texts = st.lists(
    st.sampled_from(CLEAN) | st.sampled_from(GARBLED) | st.text(max_size=12), min_size=1, max_size=6
).map("\n".join)

encoded = st.builds(_encoded, texts, st.sampled_from(ENCODINGS))


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """Text in some encoding, with bytes changed, put in, taken out, doubled or swapped."""
    data = bytearray(draw(encoded))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 8))
        how = draw(st.sampled_from(["put", "drop", "change", "double"]))
        if how == "put":
            data[at:at] = draw(st.binary(max_size=8))
        elif how == "drop":
            del data[at : at + length]
        elif how == "change":
            data[at : at + length] = draw(st.binary(min_size=length, max_size=length))
        else:
            data[at:at] = data[at : at + length]
    return bytes(data)


anything = (
    st.binary(max_size=300)
    | encoded
    | spoilt()
    | st.lists(spoilt(), min_size=2, max_size=3).map(b"\r\n".join)
)

clean = st.lists(st.sampled_from(CLEAN) | st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=40),
                 max_size=12).map("\n".join)  # fmt: skip
