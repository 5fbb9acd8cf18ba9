"""Configuration: the keys there are, the file they are in, and what it says.

`[tool.garble-fix]` in `pyproject.toml`, or a file `garble-fix.toml` with the same keys at its top. What the command
line or the environment say wins over it; that is for the commands to see to.
"""

from garble_fix.config.find import find
from garble_fix.config.keys import KEYS, PER_FILE, Key, Kind
from garble_fix.config.load import Settings, load

__all__ = ["KEYS", "PER_FILE", "Key", "Kind", "Settings", "find", "load"]
