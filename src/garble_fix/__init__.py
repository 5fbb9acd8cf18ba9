# garble-fix: off
"""garble-fix: repairs text that has turned into garbage (mojibake, 乱码, 文字化け).

    >>> import garble_fix
    >>> garble_fix.repair_text("锛堢敤鎴风偣鍑伙級").text
    '（用户点击）'

The public names are loaded on first use, so that importing the package costs next to nothing.
"""
# garble-fix: on

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from garble_fix.artefacts import Artefacts
    from garble_fix.channels import garble
    from garble_fix.detect import Detection, detect
    from garble_fix.errors import (
        EncodingError,
        ExtraMissingError,
        FileError,
        GarbleFixError,
        ModelError,
        UnknownChainError,
        UnknownCodePageError,
    )
    from garble_fix.language.script import ScriptProfile, script_profile
    from garble_fix.repair.bytes import repair_bytes
    from garble_fix.repair.candidates import candidates
    from garble_fix.repair.result import BytesRepair, Candidate, Edit, Hole, Repair, Verdict
    from garble_fix.repair.whole import repair_text

_HOMES = {
    "Artefacts": "garble_fix.artefacts",
    "garble": "garble_fix.channels",
    "Detection": "garble_fix.detect",
    "detect": "garble_fix.detect",
    "EncodingError": "garble_fix.errors",
    "ExtraMissingError": "garble_fix.errors",
    "FileError": "garble_fix.errors",
    "GarbleFixError": "garble_fix.errors",
    "ModelError": "garble_fix.errors",
    "UnknownChainError": "garble_fix.errors",
    "UnknownCodePageError": "garble_fix.errors",
    "ScriptProfile": "garble_fix.language.script",
    "script_profile": "garble_fix.language.script",
    "repair_bytes": "garble_fix.repair.bytes",
    "candidates": "garble_fix.repair.candidates",
    "BytesRepair": "garble_fix.repair.result",
    "Candidate": "garble_fix.repair.result",
    "Edit": "garble_fix.repair.result",
    "Hole": "garble_fix.repair.result",
    "Repair": "garble_fix.repair.result",
    "Verdict": "garble_fix.repair.result",
    "repair_text": "garble_fix.repair.whole",
}

__all__ = [
    "Artefacts",
    "BytesRepair",
    "Candidate",
    "Detection",
    "Edit",
    "EncodingError",
    "ExtraMissingError",
    "FileError",
    "GarbleFixError",
    "Hole",
    "ModelError",
    "Repair",
    "ScriptProfile",
    "UnknownChainError",
    "UnknownCodePageError",
    "Verdict",
    "candidates",
    "detect",
    "garble",
    "repair_bytes",
    "repair_text",
    "script_profile",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
