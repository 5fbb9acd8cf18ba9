"""Which script Han characters belong to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import garble_fix
from garble_fix.language.script import ScriptProfile, script_profile


@pytest.mark.parametrize(
    ("chars", "form"),
    [
        ("发国学里导领黑樱东车", None),
        ("发国学导领樱东车", "simplified"),
        ("發國學裏導領櫻東車", "traditional"),
        ("発働込峠桜辻畑", "japanese"),
        ("人里并于干天中", "shared"),
        ("あいうアイウｱｲｳ", "kana"),
    ],
)
def test_forms(chars: str, form: str | None) -> None:
    profile = script_profile(chars)
    if form is None:
        assert profile.simplified > 0 < profile.shared
    else:
        assert getattr(profile, form) == len(chars)


def test_converted_character_by_character() -> None:
    profile = garble_fix.script_profile("領導干部并于會議上發言")
    assert profile == ScriptProfile(simplified=0, traditional=5, shared=6, japanese=0, kana=0)


def test_what_is_no_han_character_does_not_count() -> None:
    assert script_profile("abc, 123。，々 한국어 é") == ScriptProfile(0, 0, 0, 0, 0)


@given(st.text())
def test_no_character_counts_twice(text: str) -> None:
    profile = script_profile(text)
    total = profile.simplified + profile.traditional + profile.shared + profile.japanese + profile.kana
    assert total <= len(text)
