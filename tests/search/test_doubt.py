"""How far the models are believed about what may have stood where bytes were lost."""

from __future__ import annotations

import numpy as np

from garble_fix.language import packaged
from garble_fix.language.model import code_points
from garble_fix.search.lattice import doubted


def scores_of(text: str, language: int) -> tuple[float, float]:
    """log P of the last character, as the model has it and as it is believed."""
    model = packaged()
    points = code_points(text)
    where = np.array([points.size - 1])
    plain = model.log_probs_at(points, where, [language])
    return float(plain[0, 0]), float(doubted(plain, points, where, model, [language])[0, 0])


def test_what_is_common_is_believed() -> None:
    plain, believed = scores_of("今天天气", 0)
    assert plain - 0.5 < believed <= plain


def test_nothing_is_believed_more_than_the_model_says() -> None:
    model = packaged()
    text = "".join(map(chr, range(0x4E00, 0x9F00, 7)))
    points, where = code_points(text), np.arange(len(text))
    plain = model.log_probs_at(points, where, range(5))
    believed = doubted(plain, points, where, model, range(5))
    assert (believed <= plain + 1e-4).all()
    # Of two thousand characters that follow one another by chance, some seem to do so often.
    assert plain[0].max() > -3.0
    assert believed[0].max() < plain[0].max()


def test_letters_are_left_alone() -> None:
    plain, believed = scores_of("the cat", 4)
    assert plain == believed
