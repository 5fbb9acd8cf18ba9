"""Text that was damaged twice by the same page, and lost bytes both times."""

from __future__ import annotations

import pytest

from garble_fix import garble
from garble_fix.channels import Channel, parse
from garble_fix.codepages import Manner
from garble_fix.language import packaged
from garble_fix.search.lattice import Surroundings, twice
from garble_fix.search.lockstep import alone

TWICE = "utf-8>cp936w>utf-8>cp936w"
CHANNEL = Channel("utf-8", "cp936", Manner.WINDOWS)


@pytest.mark.parametrize(
    "text",
    [
        "如果连接失败，请检查网络设置。\n",
        "这个函数返回当前用户的名称。\n",
        "请先备份数据库，再运行升级脚本。\n",
    ],
)
def test_what_was_lost_twice_comes_back(text: str) -> None:
    damaged = garble(text, TWICE)
    found = alone(twice.read(damaged, CHANNEL, packaged(), Surroundings("", -1.5)), packaged())
    assert found is not None
    assert found.filled == text
    assert found.before == damaged
    assert str(found.chain) == TWICE


@pytest.mark.parametrize(
    "text",
    ["请先备份数据库？", garble("如果连接失败，请检查网络设置。\n", "utf-8>cp936w"), "Why?", "?", "é?"],
)
def test_what_was_not_damaged_twice_says_nothing(text: str) -> None:
    assert alone(twice.read(text, CHANNEL, packaged(), Surroundings("", -1.5)), packaged()) is None


def test_the_chain_is_known() -> None:
    assert twice.is_twice(parse(TWICE))
    assert not twice.is_twice(parse("utf-8>cp936w"))
    assert not twice.is_twice(parse("utf-8>cp1252>utf-8>cp1252"))
