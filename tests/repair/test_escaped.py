"""Garble behind escapes, repaired when that is asked for."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from garble_fix import repair_bytes
from garble_fix.repair.result import text_before

SOUND = "用户登录成功"
GARBLED = SOUND.encode().decode("gbk")


def entities(text: str) -> str:
    return "".join(f"&#{ord(char)};" for char in text)


def units(text: str) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in text)


def printable(data: bytes) -> str:
    return "".join(f"={byte:02X}" for byte in data)


def literal(data: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in data)


@pytest.mark.parametrize(
    "escaped",
    [
        units(GARBLED),
        entities(GARBLED),
        "".join(f"&#x{ord(char):X};" for char in GARBLED),
        quote(GARBLED),
        quote(SOUND.encode("gbk")),
        printable(SOUND.encode("gbk")),
        literal(SOUND.encode()),
        literal(SOUND.encode("gbk")),
    ],
)
def test_what_is_behind_escapes(escaped: str) -> None:
    before = f'msg = "{escaped}"\nother = 1\n'
    assert repair_bytes(before.encode()).text == before
    repair = repair_bytes(before.encode(), escapes=True)
    assert repair.data == f'msg = "{SOUND}"\nother = 1\n'.encode()
    (edit,) = repair.edits
    assert before[edit.start : edit.end] == edit.before == escaped
    assert repair.text[edit.new_start : edit.new_end] == SOUND
    assert text_before(repair.text, repair.edits) == before
    assert edit.artefacts


@pytest.mark.parametrize(
    "text",
    [
        units(SOUND),
        entities(SOUND),
        "https://example.org/" + quote(SOUND) + "?q=100%25%20%41",
        "a=3D=20b",
        "\\x41\\x42 \\x00\\xff\\x10",
        "&#8212;&#8220;",
        "\\u0000\\ud800",
        "&#9999999;&#9999999;",
    ],
)
def test_what_is_sound_behind_them_stays(text: str) -> None:
    data = text.encode()
    assert repair_bytes(data, escapes=True).data is data


def test_beside_other_garble() -> None:
    before = f"{GARBLED} {units(GARBLED)}\n{GARBLED}\n"
    repair = repair_bytes(before.encode(), escapes=True)
    assert repair.text == f"{SOUND} {SOUND}\n{SOUND}\n"
    assert text_before(repair.text, repair.edits) == before
