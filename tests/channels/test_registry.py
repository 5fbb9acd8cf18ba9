"""The registered channels are usable, and their priors are probabilities."""

from __future__ import annotations

import math

import pytest

from garble_fix.channels import CHANNELS, Chain, chain_log_prior, channel_log_prior, parse

REGISTERED = {entry.channel for entry in CHANNELS}


def test_the_priors_of_all_channels_add_up_to_one() -> None:
    assert math.fsum(math.exp(entry.log_prior) for entry in CHANNELS) == pytest.approx(1)


def test_each_channel_is_registered_once_and_the_commonest_comes_first() -> None:
    assert len(REGISTERED) == len(CHANNELS)
    assert [entry.log_prior for entry in CHANNELS] == sorted((e.log_prior for e in CHANNELS), reverse=True)


def test_each_channel_can_be_written_and_read() -> None:
    assert all(parse(str(entry.channel)) == (entry.channel,) for entry in CHANNELS)


def test_each_channel_does_something() -> None:
    for entry in CHANNELS:
        assert entry.channel.garble("abc") == "abc"


@pytest.mark.parametrize(
    "chain",
    [
        "utf-8>cp936w",
        "utf-8>cp936py",
        "utf-8>cp936j",
        "utf-8>ms936j",
        "utf-8>cp936drop",
        "utf-8>cp936web",
        "utf-8>gb18030py",
        "utf-8>cp932w>cp932>utf-8py",
        "utf-8>cp949w",
        "gb18030>cp950w",
        "big5hkscs>cp936w",
        "gb18030>latin-1>utf-8>cp936",
        "koi8-r>cp1251",
        "utf-8>mac-cyrillic",
    ],
)
def test_what_was_found_in_public_files_is_registered(chain: str) -> None:
    assert set(parse(chain)) <= REGISTERED


def test_the_commonest_damage_is_utf8_read_by_chinese_windows() -> None:
    assert str(CHANNELS[0].channel) == "utf-8>cp936w"


def test_chains_are_less_likely_the_longer_they_are() -> None:
    one, same, other = map(
        chain_log_prior, map(parse, ("utf-8>cp1252", "utf-8>cp1252>utf-8>cp1252", "utf-8>cp1252>utf-8>cp936"))
    )
    assert 0 > chain_log_prior(Chain()) > one > same > other


def test_a_channel_that_is_not_registered_is_least_likely() -> None:
    (channel,) = parse("cp1258>mac-roman")
    assert channel_log_prior(channel) < min(entry.log_prior for entry in CHANNELS)
