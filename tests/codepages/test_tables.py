"""Single facts of the pages, each from the vendor's table that the code names."""

from __future__ import annotations

import pytest

from garble_fix.codepages import get, names
from garble_fix.errors import UnknownCodePageError


@pytest.mark.parametrize(
    ("page", "data", "text"),
    [
        # Windows 936: the euro, the end of the page, and the corners of the areas of private use.
        ("cp936", "80", "€"),
        ("cp936", "ff", "\uf8f5"),
        ("cp936", "aaa1", "\ue000"),
        ("cp936", "affe", "\ue233"),
        ("cp936", "f8a1", "\ue234"),
        ("cp936", "fefe", "\ue4c5"),
        ("cp936", "a140", "\ue4c6"),
        ("cp936", "a7a0", "\ue765"),
        ("cp936", "a2ab", "\ue766"),
        ("cp936", "a2e3", "\ue76c"),  # the euro in GB 18030, private use in Windows
        ("cp936", "a8bf", "\ue7c8"),  # ǹ in GB 18030
        ("cp936", "a989", "\ue7e7"),  # 〾 in GB 18030
        ("cp936", "fea0", "\ue864"),
        ("cp936", "a1a4", "·"),
        ("cp936", "a1aa", "—"),
        ("gb18030", "a2e3", "€"),
        ("gb18030", "94 39 fc 36", "😀"),
        # Windows 932.
        ("cp932", "80", "\x80"),
        ("cp932", "a0", "\uf8f0"),
        ("cp932", "fdfeff", "\uf8f1\uf8f2\uf8f3"),
        ("cp932", "f040", "\ue000"),
        ("cp932", "f9fc", "\ue757"),
        ("cp932", "8160", "～"),
        ("cp932", "b1", "ｱ"),
        # Windows 949 and 950.
        ("cp949", "80", "\x80"),
        ("cp949", "ff", "\uf8f7"),
        ("cp949", "c9a1", "\ue000"),
        ("cp949", "fefe", "\ue0bb"),
        ("cp949", "8141", "갂"),
        ("cp950", "80", "\x80"),
        ("cp950", "ff", "\uf8f8"),
        ("cp950", "fa40", "\ue000"),
        ("cp950", "8e40", "\ue311"),
        ("cp950", "8140", "\ueeb8"),
        ("cp950", "c6a1", "\uf6b1"),
        ("cp950", "c8fe", "\uf848"),
        # EUC-JP has three-byte characters; Windows and browsers also read NEC's row 13.
        ("euc-jp", "8fb0a1", "丂"),
        ("euc-jp", "a1c1", "〜"),
        ("cp51932", "a1c1", "～"),
        ("cp51932", "ada1", "①"),
        # Single bytes that Python leaves undefined.
        ("cp1252", "818d8f909d", "\x81\x8d\x8f\x90\x9d"),
        ("cp1253", "aad2ff", "\uf8f9\uf8fa\uf8fb"),
        ("cp1255", "cad9ff", "\u05ba\uf88d\uf896"),
        ("cp1257", "a1a5", "\uf8fc\uf8fd"),
        ("cp874", "dbff", "\uf8c1\uf8c8"),
        ("koi8-u", "aebe", "ўЎ"),
    ],
)
def test_reads_and_writes(page: str, data: str, text: str) -> None:
    assert get(page).decode(bytes.fromhex(data)) == text
    assert get(page).encode(text) == bytes.fromhex(data)


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("Shift_JIS", "cp932"),
        ("EUC-KR", "cp949"),
        ("windows-1252", "cp1252"),
        ("UTF8", "utf-8"),
        ("gbk", "gbk"),
    ],
)
def test_aliases(name: str, canonical: str) -> None:
    assert get(name).name == canonical


def test_every_name_leads_to_the_page_of_that_name() -> None:
    assert [get(name).name for name in names()] == list(names())


def test_an_unknown_name_is_refused_with_a_hint() -> None:
    with pytest.raises(UnknownCodePageError, match=r"cp937.*cp936"):
        get("cp937")


@pytest.mark.parametrize(
    ("page", "lead", "trail", "leads", "assigned"),
    [
        ("cp936", 0x81, 0x40, True, True),
        ("cp936", 0x81, 0x20, True, False),
        ("cp936", 0x80, 0x40, False, False),
        ("cp936", 0xFE, 0xFE, True, True),
        ("cp932", 0x82, 0xA0, True, True),
        ("cp932", 0xB1, 0xB1, False, False),
        ("cp932", 0xFC, 0xFC, True, False),
        ("gb18030", 0x81, 0x30, True, True),
        ("euc-jp", 0x8F, 0xB0, True, True),
        ("euc-jp", 0x8E, 0xB1, True, True),
        ("cp1252", 0xE4, 0xB8, False, False),
        ("utf-8", 0xE4, 0xB8, True, True),
        ("utf-8", 0xE0, 0x80, True, False),
        ("utf-8", 0xC0, 0x80, False, False),
        ("utf-8", 0xED, 0xA0, True, False),
        ("cesu-8", 0xED, 0xA0, True, True),
    ],
)
def test_leads_and_pairs(page: str, lead: int, trail: int, leads: bool, assigned: bool) -> None:
    assert get(page).lead(lead) is leads
    assert get(page).assigned(lead, trail) is assigned
