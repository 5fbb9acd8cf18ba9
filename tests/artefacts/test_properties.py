"""What holds for artefacts in any text: proofs, idempotence, and no harm."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import Style, pinyin
from test_artefact_cases import CASES, SIMPLIFIED, assert_accounted_for

from garble_fix import Artefacts, garble, repair_text
from garble_fix.artefacts import PROFILES, mend
from garble_fix.artefacts.glosses import OVERWHELMING, glosses
from garble_fix.language.script import forms
from garble_fix.repair.result import Edit

CALM = settings(max_examples=25, deadline=None, derandomize=True)
ALL = Artefacts(script="auto", punctuation=True, compat=True)

TRADITIONAL = (CASES / "chongqing-notice.without-pinyin.txt").read_text("utf-8")
WORDS = """
領(lǐng)導(dǎo) 經(jīng)濟(jì)發(fā)展 行(háng) 饕(tāo)餮(tiè) 我(wǒ)們 的(de) 國（guó）家 學(ㄒㄩㄝˊ)生
會(wui5) 主持并講話 立足于早 骨干 皇后 着 著名 著 发展 發展 頭髮 准 里 の 한국 hello café € 😀
, ， 。 、 ! ? : ; ( ) “ ” " ' ` 1,200 9:30 ⼀ ⽤ ⼾ ﾌﾟ ア リ
"""
PIECES = st.sampled_from([*WORDS.split(), " ", "\n", "\r\n", "\uf914", "\ue5a1", "\ue863", "\ud800"])
MIXTURES = st.lists(PIECES, max_size=40).map("".join)


@CALM
@given(MIXTURES)
@pytest.mark.parametrize("script", ["auto", "simplified", "traditional", "tw", "hk", "consistent"])
def test_mending_what_was_mended_changes_nothing(script: str, text: str) -> None:
    asked = Artefacts(script=script, punctuation=True, compat=True)  # type: ignore[arg-type]
    patches = mend(text, asked)
    mended = text
    for patch in reversed(patches):
        mended = mended[: patch.start] + patch.after + mended[patch.end :]
    assert [patch.start for patch in patches] == sorted({patch.start for patch in patches})
    if script in ("auto", "simplified"):
        assert mend(mended, asked) == []


@CALM
@given(MIXTURES)
def test_edits_account_for_every_change(text: str) -> None:
    repair = repair_text(text, artefacts=ALL)
    assert_accounted_for(text, repair)
    assert (repair.text is text) == (not repair.edits)


@CALM
@given(st.text(max_size=200))
def test_nothing_in_a_text_raises(text: str) -> None:
    assert_accounted_for(text, repair_text(text, artefacts=ALL))


@CALM
@given(st.randoms(use_true_random=False), st.integers(6, 40))
def test_what_a_converter_annotated_comes_back(rng: random.Random, kinds: int) -> None:
    """The converter's damage, done to sound text with characters chosen at random."""
    traditional = sorted(set(TRADITIONAL) & forms()[1])
    annotated = {char: pinyin(char, style=Style.TONE)[0][0] for char in rng.sample(traditional, kinds)}
    damaged = "".join(char + (f"({annotated[char]})" if char in annotated else "") for char in TRADITIONAL)
    assert repair_text(damaged).text == TRADITIONAL


@CALM
@given(st.randoms(use_true_random=False))
def test_a_learners_text_is_left_alone(rng: random.Random) -> None:
    """Every character glossed, in any sentence."""
    sentences = [line for line in SIMPLIFIED.decode().replace("。", "\n").splitlines() if len(line) > 8]
    chosen = rng.sample(sentences, 4)
    glossed = "\n".join(
        "".join(
            char + (f"({pinyin(char)[0][0]})" if unicodedata.category(char) == "Lo" else "") for char in line
        )
        for line in chosen
    )
    assert all(found.log_odds < OVERWHELMING for found in glosses(glossed))
    assert repair_text(glossed).text is glossed


@CALM
@given(st.randoms(use_true_random=False))
def test_nfkc_is_undone(rng: random.Random) -> None:
    """Some paragraphs of the page, flattened: only what stands between Han characters is known to have been wide."""
    lines = [line for line in SIMPLIFIED.decode().splitlines() if line.count("，") > 1]
    text = "\n".join(rng.sample(lines, 5))
    flat = text.translate(str.maketrans("，：；！？（）", ",:;!?()"))
    assert repair_text(flat, artefacts=Artefacts(punctuation=True)).text == text


@pytest.mark.parametrize(
    "chain", ["utf-8>latin-1", "utf-8>cp1252>utf-8>cp1252", "gb18030>latin-1>utf-8>cp1252"]
)
def test_artefacts_within_what_a_decoder_did(chain: str) -> None:
    damaged = TRADITIONAL.replace("領導", "領(lǐng)導(dǎo)").replace("發展", "發(fā)展")
    text = garble(damaged, chain)
    for asked, expected in ((Artefacts(), TRADITIONAL), (PROFILES["web-corpus"], SIMPLIFIED.decode())):
        repair = repair_text(text, artefacts=asked)
        assert repair.text == expected
        assert_accounted_for(text, repair)
        assert any(edit.artefacts for edit in repair.edits)
        for edit in repair.edits:
            assert _proved(edit)


def _proved(edit: Edit) -> bool:
    """Whether the chain makes what stood there of the text as it was then, artefacts and all."""
    if ">" not in edit.chain:
        return bool(edit.artefacts) and edit.chain == ", ".join(edit.artefacts)
    return garble(edit.proof, edit.chain) == edit.before
