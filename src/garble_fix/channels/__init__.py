"""Wrong decodes: channels, chains of them, and how common each is."""

from __future__ import annotations

from garble_fix.channels.chain import Chain, garble, parse
from garble_fix.channels.channel import Channel
from garble_fix.channels.registry import CHANNELS, RegisteredChannel, chain_log_prior, channel_log_prior

__all__ = [
    "CHANNELS",
    "Chain",
    "Channel",
    "RegisteredChannel",
    "chain_log_prior",
    "channel_log_prior",
    "garble",
    "parse",
]
