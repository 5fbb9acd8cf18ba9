"""Wrong decodes: channels, chains of them, and how common each is."""

from __future__ import annotations

from garble_fix.channels.chain import Chain, garble, parse
from garble_fix.channels.channel import Channel

__all__ = ["Chain", "Channel", "garble", "parse"]
