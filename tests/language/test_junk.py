"""What garbage costs."""

from __future__ import annotations

import numpy as np

from garble_fix.language.junk import junk_log_probs
from garble_fix.language.model import code_points

EVERY = np.arange(0x110000, dtype=np.uint32)


def test_every_code_point_has_a_cost() -> None:
    costs = junk_log_probs(EVERY)
    assert costs.shape == EVERY.shape
    assert np.isfinite(costs).all()
    assert (costs < 0).all()


def test_is_a_distribution_within_each_kind() -> None:
    """No kind of character is cheaper than picking one of its members blindly, a few nats aside."""
    for start, end in ((0x80, 0x600), (0x4E00, 0xA000), (0xAC00, 0xD7A4)):
        assert np.exp(junk_log_probs(EVERY[start:end]).astype(np.float64)).sum() < np.e**2


def test_a_rare_kind_costs_more_than_a_common_one() -> None:
    ascii_letter, hanzi, extension, cuneiform = junk_log_probs(code_points("a中㐀𒀀"))
    assert ascii_letter > hanzi > extension > cuneiform
