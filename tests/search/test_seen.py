from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from garble_fix.language.model import code_points
from garble_fix.search.lattice import Seen

HOLE = "\ufffd"
TEXT = "服务器的状态\n- 服务器的路径\n- 服务器的说明\n"


def adapted(seen: Seen, context: str, chars: str, nats: float = -9.0) -> npt.NDArray[np.float32]:
    scores = np.full((len(chars), 1), nats, np.float32)
    who = np.zeros(len(chars), np.int64)
    return seen.adapted(scores, code_points(context)[None, :], who, code_points(chars))[:, 0]


def test_what_the_text_has_is_likelier() -> None:
    found = adapted(Seen(TEXT), "\n服务", "器员")
    assert found[0] > -2
    assert found[1] == np.float32(-9)


def test_what_is_unknown_says_nothing() -> None:
    found = adapted(Seen(TEXT.replace("器", HOLE)), "\n服务", "器" + HOLE)
    assert (found == np.float32(-9)).all()


def test_a_line_knows_nothing_of_the_line_before() -> None:
    assert adapted(Seen(TEXT), "说明\n", "-")[0] > -2
    assert adapted(Seen("状态\n- 甲"), "说明\n", "-")[0] > -9


def test_ascii_behind_other_characters_is_no_fair_sample() -> None:
    assert adapted(Seen("说明 甲，说明 乙，说明 丙"), "，说明", " ")[0] == np.float32(-9)


@given(st.text(), st.text(min_size=3, max_size=3), st.text(min_size=1), st.floats(-30, 0))
def test_nothing_is_less_likely(text: str, context: str, chars: str, nats: float) -> None:
    found = adapted(Seen(text), context, chars, nats)
    assert (found >= np.float32(nats) - 1e-5).all()
    assert np.isfinite(found).all()
