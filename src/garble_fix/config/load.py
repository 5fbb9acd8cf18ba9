"""Reading a configuration file, and refusing what can't be meant."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from garble_fix.config.find import PROJECT
from garble_fix.config.keys import KEYS, PER_FILE, Key
from garble_fix.errors import GarbleFixError

_KNOWN = {key.name: key for key in KEYS}
_TABLE = "per-file"


@dataclass(frozen=True)
class Settings:
    """What a configuration file says: values by the names of keys, and those for the files that match a pattern.

    `path` is the file itself, None if there is none; patterns are relative to `root`.
    """

    path: Path | None
    root: Path
    values: Mapping[str, Any] = field(default_factory=dict)
    per_file: tuple[tuple[str, Mapping[str, Any]], ...] = ()


def load(path: Path) -> Settings:
    """Read the configuration file at `path`. Raises `GarbleFixError` for one that can't be read or holds mistakes."""
    try:
        content = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise GarbleFixError(f"{path}: cannot be read ({(error.strerror or str(error)).lower()})") from error
    except (ValueError, RecursionError) as error:
        raise GarbleFixError(f"{path}: is not TOML: {error}") from error
    if path.name == PROJECT:
        content = content.get("tool", {}).get("garble-fix", {})
        if not isinstance(content, dict):
            raise GarbleFixError(f"{path}: tool.garble-fix must be a table")
    where = f"{path}: "
    values = {name: value for name, value in content.items() if name != _TABLE}
    _check(where, values, _KNOWN, (*_KNOWN, _TABLE))
    return Settings(path, path.parent, values, tuple(_per_file(where, content.get(_TABLE, {}))))


def _per_file(where: str, table: object) -> Iterable[tuple[str, Mapping[str, Any]]]:
    if not isinstance(table, dict):
        raise GarbleFixError(f"{where}{_TABLE} must be a table of patterns, each with a table of settings")
    for pattern, values in table.items():
        place = f"{where}{_TABLE} {pattern!r}: "
        if not isinstance(values, dict):
            raise GarbleFixError(f'{place}must be a table of settings, such as {{ encoding = "gbk" }}')
        _check(place, values, {name: _KNOWN[name] for name in PER_FILE}, PER_FILE)
        yield pattern, values


def _check(where: str, values: Mapping[str, Any], known: Mapping[str, Key], names: Iterable[str]) -> None:
    for name, value in values.items():
        key = known.get(name)
        if key is None:
            near = difflib.get_close_matches(name.lower().replace("_", "-"), list(names), 1, 0.5)
            meant = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(names)}"
            raise GarbleFixError(f"{where}unknown key {name!r}; {meant}")
        if not key.accepts(value):
            raise GarbleFixError(f"{where}{name} must be {key.wants()}, not {_shown(value)}")


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, str | int | float) else type(value).__name__
