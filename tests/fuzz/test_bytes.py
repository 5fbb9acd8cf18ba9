"""What holds of `repair_bytes` whatever it is given."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from garble_fix import repair_bytes
from garble_fix.batch.glance import is_plain
from garble_fix.repair.result import BytesRepair, Verdict, text_before

from .strategies import anything, clean

EXAMPLES = int(os.environ.get("GARBLE_FIX_FUZZ", "60"))
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

_START = 20.0
_PER_KILOBYTE = 30.0
"""Seconds of computing that a repair may take, on any machine: searching is slow, but bounded."""


def holds(data: bytes, holes: str) -> BytesRepair:
    """Repair `data` and check what must hold of the outcome."""
    start = time.process_time()
    repair = repair_bytes(data, holes=holes, pragmas=True)  # type: ignore[arg-type]
    took = time.process_time() - start
    assert took < _START + _PER_KILOBYTE * len(data) / 1000, f"{took:.1f} s for {len(data)} bytes"
    if not repair.edits:
        assert repair.data is data
        assert repair.verdict is not Verdict.REPAIRED
    else:
        assert repair.verdict in {Verdict.REPAIRED, Verdict.PARTLY_REPAIRED}
        before = text_before(repair.text, repair.edits)
        for edit in repair.edits:
            assert before[edit.start : edit.end] == edit.before
            assert repair.text[edit.new_start : edit.new_end] == edit.after
            assert 0 <= edit.confidence <= 1
    assert all(doubt.start <= doubt.end for doubt in repair.doubts)
    if is_plain(data):
        assert (repair.data is data, repair.verdict) == (True, Verdict.CLEAN)
    return repair


@many
@given(anything, st.sampled_from(["mark", "guess"]))
def test_any_bytes(data: bytes, holes: str) -> None:
    holds(data, holes)


@many
@given(clean, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_clean_text_stays(text: str, newline: str, marked: bool) -> None:
    data = text.replace("\n", newline).encode("utf-8-sig" if marked else "utf-8")
    repair = holds(data, "mark")
    assert repair.data is data
    assert repair.verdict is Verdict.CLEAN


@pytest.mark.parametrize(
    "data", [b"\xff" * 3000, b"\x81" * 3000, "锟".encode() * 1000, b"?" * 5000, b"\xc3\x83" * 1500]
)
def test_monotonous_bytes(data: bytes) -> None:
    holds(data, "mark")


@pytest.mark.parametrize(
    "data",
    [
        # A stray byte where text was stored again in a page that could not hold it.
        b": '\xe9\x83\xa8\xe7\xbd\xb2\xe3\xe3\x94\x81\x81\x81\xae\xe7\xb5\x81E\xa8\xc3\xb0\xef\xbf\xbd\xef\xbf",
    ],
)
@pytest.mark.parametrize("holes", ["mark", "guess"])
def test_what_failed_before(data: bytes, holes: str) -> None:
    holds(data, holes)
