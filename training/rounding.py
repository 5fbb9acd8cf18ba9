"""Trained weights as the small integers of `networks.bin`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from garble_fix.language import container
from garble_fix.language.network import packed

STEP: Final = 0.3
"""Steps that weights are rounded to, in units of the root mean square of their row: about four bits a weight."""

Floats = npt.NDArray[np.float32]


def rounded(matrix: Floats, step: float = STEP) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float16]]:
    """A matrix as small integers and the scale of each row: steps of so many times its root mean square."""
    scales = (step * np.sqrt((matrix * matrix).mean(axis=1))).astype(np.float16)
    codes = np.rint(matrix / np.maximum(scales.astype(np.float32), 1e-6)[:, None])
    return np.clip(codes, -127, 127).astype(np.int8), scales


def arrays(characters: Sequence[str], weights: Mapping[str, Floats]) -> container.Arrays:
    """The arrays of one network, as `garble_fix.language.network` reads them, given the weights by PyTorch's names."""
    points = np.array([ord(char) for char in characters], np.uint32)
    found: container.Arrays = {"characters": points, "bias": weights["bias"].astype(np.float16)}
    found["gains"] = weights["gains"].astype(np.float16).ravel()
    matrices = {"embedding": weights["embedding.weight"]}
    layers = sum(name.startswith("layers.") and name.endswith(".weight") for name in weights)
    for layer in range(layers):
        matrices[f"layer {layer}"] = weights[f"layers.{layer}.weight"]
        found[f"layer {layer} bias"] = weights[f"layers.{layer}.bias"].astype(np.float16)
    for name, matrix in matrices.items():
        codes, found[f"{name} scales"] = rounded(matrix)
        found[name] = packed(codes)
    return found
