# garble-fix: ignore-file - garbled text is what this is about
"""UTF-8 read byte by byte, of which a byte was changed or lost afterwards."""

from __future__ import annotations

import pytest

from garble_fix import garble, repair_text
from garble_fix.channels import parse
from garble_fix.codepages import Manner
from garble_fix.search.mend import Mended, manners, mend


@pytest.mark.parametrize(
    ("text", "chain", "expected"),
    [
        ("dÃ©jÃ\xa0", "utf-8>cp1252", [Manner.STRICT]),
        ("voilÃ  tout", "utf-8>cp1252", [Manner.STRICT, Manner.SPACES, Manner.COLLAPSED]),
        ("â€œoui\ufffd", "utf-8>cp1252", [Manner.STRICT, Manner.PYTHON]),
        ("voilÃ  tout", "cp1251>cp1252", [Manner.STRICT]),
        ("銆 x", "utf-8>cp936", [Manner.STRICT]),
    ],
)
def test_is_tried_where_it_may_apply(text: str, chain: str, expected: list[Manner]) -> None:
    assert list(manners(text, parse(chain)[0])) == expected


def test_strict_reading_mends_nothing() -> None:
    assert mend(b"voil\xc3  tout", parse("utf-8>cp1252")[0]) == Mended(b"voil\xc3  tout")


@pytest.mark.parametrize(
    "text",
    [
        "Nous allons à la plage avec les élèves, et après à l’école.",
        "Il a déjà répondu à côté de la question posée à midi.",
    ],
)
def test_a_no_break_space_that_became_a_space_is_put_back(text: str) -> None:
    damaged = garble(text, "utf-8>cp1252").replace("\xa0", " ")
    result = repair_text(damaged)
    assert result.text == text
    for edit in result.edits:
        assert garble(edit.proof, edit.chain) == edit.before
