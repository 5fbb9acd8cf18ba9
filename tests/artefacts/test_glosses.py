"""How the evidence for a converter is weighed."""

from __future__ import annotations

import pytest

from garble_fix.artefacts.glosses import OVERWHELMING, glosses

CONVERTED = "我國經(jīng)濟發(fā)展，產(chǎn)業(yè)結構優化，國(guó)內外市場(chǎng)繁榮。"


def odds(text: str) -> float:
    found = glosses(text)
    return max(each.log_odds for each in found) if found else 0.0


def test_common_characters_in_words_are_a_converters() -> None:
    assert odds(CONVERTED) > 10


@pytest.mark.parametrize(
    "against",
    [
        "本課的生詞和拼音如下，讀音請看字典，並注意聲調。",
        "他去學校(xuéxiào)，在圖書館(túshūguǎn)看書，寫功課(gōngkè)，坐公車(gōngchē)回家(huíjiā)。",
        "經(jìng)濟發(fà)展",
        "經濟發展經濟發展，產業國場產業國場，經濟發展，產業國場。",
    ],
)
def test_what_speaks_for_an_author_lowers_the_odds(against: str) -> None:
    assert odds(CONVERTED + against) < odds(CONVERTED) - 3


def test_more_of_the_same_raises_the_odds() -> None:
    assert odds(CONVERTED * 2) > odds(CONVERTED)


def test_passages_are_judged_by_themselves() -> None:
    apart = CONVERTED + "他走了。" * 500 + "請唸出：重(zhòng)要、重(chóng)新、銀行(háng)、行(xíng)走。"
    found = glosses(apart)
    assert {each.log_odds >= OVERWHELMING for each in found if each.start < 100} == {True}
    assert {each.log_odds >= OVERWHELMING for each in found if each.start > 100} == {False}


def test_jyutping_is_told_and_never_proved() -> None:
    found = glosses("我哋開(hoi1)會(wui2)，討論經(ging1)濟(zai3)問題，學(hok6)生都嚟咗聽，國(gwok3)家大事。")
    assert [each.artefact for each in found] == ["jyutping"] * 6
    assert all(each.log_odds < OVERWHELMING for each in found)


def test_markup_is_not_speech() -> None:
    page = f'<div class="article-content"><p style="margin: 0 auto">{CONVERTED}</p></div>'
    assert odds(page) >= odds(CONVERTED) - 1
