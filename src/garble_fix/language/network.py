"""`log P(character | characters before it)` by networks, which look further back than the n-grams.

Each is a stack of gated convolutions over the characters before (Dauphin and others, ICML 2017), dilated so that four
layers of three see thirty-one characters (van den Oord and others, 2016), with the input of each layer added to its
output, normalised by its root mean square (Zhang and Sennrich, 2019). What comes out is compared with the embeddings
of all characters that the network knows. `training/network.py` trains them.

The file `networks.bin` has the weights as small integers, each row of a matrix with a scale of its own, and these
coded by Huffman (zlib): four bits a weight. A network is unpacked when it is first used.
"""

from __future__ import annotations

import functools
import zlib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from garble_fix.errors import ModelError
from garble_fix.language import container

Floats = npt.NDArray[np.float32]
Points = npt.NDArray[np.uint32]

NAMES: Final = ("ko",)
"""The languages that have one."""

GAP, UNKNOWN, FIRST = 0, 1, 2
"""What stands for text that is not there, for a character that is not known; the first number of one that is."""

_EPSILON: Final = np.float32(np.finfo(np.float32).eps)
_BEYOND: Final = 0x110000


@dataclass(frozen=True, eq=False)
class Network:
    """The weights. `layers` have a matrix of (reach x width, 2 x width) and a bias each, `gains` a row for each layer
    and one for what comes out; `dilations` say how far apart the characters are that each looks at.
    """

    numbers: npt.NDArray[np.uint16]
    """The number of each code point."""
    embedding: Floats
    bias: Floats
    gains: Floats
    layers: tuple[tuple[Floats, Floats], ...]
    dilations: tuple[int, ...]

    @property
    def width(self) -> int:
        """Numbers of which a state consists."""
        return int(self.embedding.shape[1])

    @functools.cached_property
    def reach(self) -> int:
        """How many characters each layer looks at."""
        return int(self.layers[0][0].shape[0]) // self.width

    @functools.cached_property
    def horizon(self) -> int:
        """How many characters back the network looks."""
        return 1 + sum(self.dilations) * (self.reach - 1)

    def log_probs(self, before: Points, texts: Points) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """`log P` of each character of some texts of one length, all behind `before`, and which of them it knows.

        `texts` and both results have the shape (texts, characters); nats. `before` has a character at least. The code
        point 0 stands for text that is not there: what comes before in a text that begins elsewhere.
        """
        numbers = self.numbers[texts]
        left = self._embedded(self.numbers[before[-self.horizon :]][None])
        right = self._embedded(numbers[:, :-1])
        needed = self.horizon
        for layer, (dilation, gain) in enumerate(zip(self.dilations, self.gains, strict=False)):
            span = dilation * (self.reach - 1)
            needed -= span
            given = np.concatenate(
                [np.zeros((1, span, self.width), np.float32), _normalised(left, gain)], axis=1
            )
            behind = np.repeat(given[:, given.shape[1] - span :], len(right), axis=0)
            # What stands before all texts is worked out once, and no more of it than later layers look back to.
            left = left[:, -needed:] + self._gated(layer, given[:, -needed - span :])
            right = right + self._gated(layer, np.concatenate([behind, _normalised(right, gain)], axis=1))
        last = np.repeat(left[:, -1:], len(right), axis=0)
        states = _normalised(np.concatenate([last, right], axis=1), self.gains[-1])
        logits = states.reshape(-1, self.width) @ self.embedding.T + self.bias
        most = logits.max(axis=1)
        total = most + np.log(np.exp(logits - most[:, None]).sum(axis=1))
        result: Floats = logits[np.arange(numbers.size), numbers.ravel()] - total
        return result.reshape(numbers.shape), numbers >= FIRST

    def _embedded(self, numbers: npt.NDArray[np.uint16]) -> Floats:
        result: Floats = self.embedding[numbers] * np.float32(self.width**0.5)
        return result

    def _gated(self, layer: int, given: Floats) -> Floats:
        """What a layer adds to the states of all but the first characters, of which it only sees what was `given`."""
        matrix, bias = self.layers[layer]
        dilation, length = self.dilations[layer], given.shape[1]
        span = dilation * (self.reach - 1)
        looked_at = [
            given[:, span - back * dilation : length - back * dilation] for back in range(self.reach)
        ]
        both = np.concatenate(looked_at, axis=-1) @ matrix + bias
        # The logistic function, by one that cannot overflow.
        gate: Floats = (1 + np.tanh(both[..., self.width :] / np.float32(2))) / np.float32(2)
        result: Floats = both[..., : self.width] * gate
        return result


def _normalised(states: Floats, gain: Floats) -> Floats:
    result: Floats = states / np.sqrt((states * states).mean(axis=-1, keepdims=True) + _EPSILON) * gain
    return result


def packed(codes: npt.NDArray[np.int8]) -> npt.NDArray[np.uint8]:
    """Small integers, coded by Huffman."""
    coder = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_HUFFMAN_ONLY)
    return np.frombuffer(coder.compress(codes.tobytes()) + coder.flush(), np.uint8)


def unpacked(data: npt.NDArray[np.uint8], scales: npt.NDArray[Any]) -> Floats:
    """The matrix of which `packed` holds the integers, given the scale of each row."""
    codes = np.frombuffer(zlib.decompress(data.tobytes(), -15), np.int8)
    result: Floats = codes.reshape(scales.size, -1) * scales.astype(np.float32)[:, None]
    return result


def load(path: Path, name: str) -> Network:
    """Unpack one network of the file at `path`. Raises `ModelError`."""
    meta, arrays = container.read(path)
    try:
        own = {
            key.removeprefix(f"{name}/"): array for key, array in arrays.items() if key.startswith(f"{name}/")
        }
        numbers = np.full(_BEYOND, UNKNOWN, np.uint16)
        numbers[0] = GAP
        numbers[own["characters"]] = np.arange(own["characters"].size) + FIRST
        dilations = tuple(meta["dilations"])
        embedding = unpacked(own["embedding"], own["embedding scales"])
        layers = tuple(
            (
                np.ascontiguousarray(unpacked(own[f"layer {layer}"], own[f"layer {layer} scales"]).T),
                own[f"layer {layer} bias"].astype(np.float32),
            )
            for layer in range(len(dilations))
        )
        gains = own["gains"].astype(np.float32).reshape(-1, embedding.shape[1])
        return Network(numbers, embedding, own["bias"].astype(np.float32), gains, layers, dilations)
    except (KeyError, ValueError, zlib.error) as error:
        raise ModelError(f"{path}: the networks are damaged ({error}); reinstall garble-fix") from error


@functools.cache
def packaged(language: str) -> Network | None:
    """The network that comes with the package for a language; None for one that has none."""
    if language not in NAMES:
        return None
    return load(Path(str(resources.files("garble_fix.language") / "networks.bin")), language)
