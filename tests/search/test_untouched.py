"""Sound text on one line with text that lost bytes: it is told from what the channel left, and stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from garble_fix import repair_text
from garble_fix.channels import parse
from garble_fix.search.alignment import spell
from garble_fix.search.lattice import reading
from garble_fix.search.lattice.islands import MARK
from garble_fix.search.lattice.untouched import runs_apart

CASES = json.loads((Path(__file__).parents[1] / "cases" / "lossy.json").read_text("utf-8"))
CHAINS = ("utf-8>cp936w", "utf-8>cp932w", "utf-8>cp949w", "utf-8>cp936py")
DAMAGED = [case for case in CASES if case["chain"] in CHAINS and "joined" not in case["id"]]

MIXED = [
    ("utf-8>cp936w", "数据库连接失败，请检查用户名和密码", "没有找到配置文件，程序将退出。"),
    ("utf-8>cp936w", "연결이 끊어졌습니다. 잠시 후 다시 시도하십시오", "没有找到配置文件"),
    ("utf-8>cp949w", "설정 파일을 찾을 수 없습니다", "새 프로젝트를 만듭니다"),
    ("utf-8>cp932w", "接続が切れました。もう一度お試しください", "これはただの見本ではないだろうか。"),
    ("utf-8>cp936py", "数据库连接失败，请检查用户名和密码", "没有找到配置文件，程序将退出。"),
]


def _runs(text: str, chain: str) -> list[str]:
    """What stands untouched in `text`, were it read back through `chain`."""
    (channel,) = parse(chain)
    spelled, widths, _ = spell(channel.read_page, text)
    mark = reading.losses_of(channel.read_page, channel.manner).mark
    data, ends, marks = reading._marked(text, spelled, widths, mark)
    assert all(data[place] == MARK for place in marks)
    return [run.text for run in runs_apart(text, ends, data, marks) if run.untouched]


@pytest.mark.parametrize("case", DAMAGED, ids=[case["id"] for case in DAMAGED])
def test_what_went_through_the_channel_is_not_untouched(case: dict[str, str]) -> None:
    assert not _runs(case["garbled"], case["chain"])


@pytest.mark.parametrize(("chain", "damaged", "sound"), MIXED)
def test_sound_text_beside_it_is(chain: str, damaged: str, sound: str) -> None:
    garbled = parse(chain).garble(damaged)
    assert "".join(_runs(f"{garbled} {sound}", chain)) == sound.replace(" ", "")


@pytest.mark.parametrize(("chain", "damaged", "sound"), MIXED)
@pytest.mark.parametrize("order", ["{0}: {1}", "{1} - {0}", "「{1}」{0}", "{0} ({1})"])
def test_a_mixed_line_is_repaired_and_what_is_sound_stays(
    chain: str, damaged: str, sound: str, order: str
) -> None:
    line = order.format(parse(chain).garble(damaged), sound)
    assert repair_text(line + "\n", holes="guess").text == order.format(damaged, sound) + "\n"
