"""Train the networks that look further than the n-grams: `python -m training.network [NAME …]`.

What is trained is described in `garble_fix.language.network`. It learns the text that the n-grams learn from, each
text cut into stretches of `LENGTH` characters, shuffled with a fixed seed. Matrices are trained by Muon (Jordan and
others, 2024: momentum whose update is made orthogonal by Newton and Schulz's iteration), which takes a third of the
characters that Adam takes; all else by AdamW. The rate falls along a cosine. A small penalty on the square of log Z
(Devlin and others, ACL 2014) keeps the outputs in the range of log-probabilities.

It takes ten minutes on two cores, and a C++ compiler, since PyTorch compiles what it runs. The same machine and
number of threads give the same file; others round otherwise.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from garble_fix.language import container
from garble_fix.language.network import FIRST
from training import rounding
from training.build import ROOT, Corpus
from training.stretches import LENGTH, ROWS, Text

_THREADS: Final = 2
_WARM_UP: Final = 200
_RATE, _MUON_RATE, _LEAST_RATE = 3e-3, 0.02, 0.02
_MOMENTUM, _DECAY = 0.95, 0.05
_NORMALISED: Final = 1e-2
NETWORKS: Final = ROOT / "src" / "garble_fix" / "language" / "networks.bin"


@dataclass(frozen=True)
class Plan:
    """What a network learns, how wide it is, how many characters it reads, and how often it must see one to know it."""

    languages: tuple[str, ...]
    width: int
    characters: int
    seen: int


PLANS: Final = {"ko": Plan(("ko",), 256, 12_000_000, 3)}
"""Those that were tried for Japanese (18 million characters) and for the alphabets (24 million) chose no better."""

DILATIONS: Final = (1, 2, 4, 8)
REACH: Final = 3
"""Characters that each layer looks at."""


class Network(nn.Module):
    """Gated convolutions over the characters before, each with what it was given added (see the module's text)."""

    def __init__(self, characters: int, width: int) -> None:
        super().__init__()
        self.width = width
        self.embedding = nn.Embedding(characters, width)
        self.bias = nn.Parameter(torch.zeros(characters))
        self.gains = nn.Parameter(torch.ones(len(DILATIONS) + 1, width))
        self.layers = nn.ModuleList(nn.Linear(REACH * width, 2 * width) for _ in DILATIONS)
        nn.init.normal_(self.embedding.weight, std=width**-0.5)
        for layer in self.layers:
            nn.init.normal_(layer.weight, std=(REACH * width) ** -0.5)
            nn.init.zeros_(layer.bias)

    def forward(self, ids: Tensor) -> Tensor:
        """Return the logits of what follows each of `ids`; both have rows of texts."""
        state = self.embedding(ids) * math.sqrt(self.width)
        for layer, dilation, gain in zip(self.layers, DILATIONS, self.gains, strict=False):
            given = functional.rms_norm(state, (self.width,), gain)
            length = given.shape[1]
            looked_at = [
                functional.pad(given, (0, 0, back * dilation, 0))[:, :length] for back in range(REACH)
            ]
            value, gate = layer(torch.cat(looked_at, -1)).chunk(2, -1)
            state = state + value * torch.sigmoid(gate)
        return functional.linear(
            functional.rms_norm(state, (self.width,), self.gains[-1]), self.embedding.weight, self.bias
        )


class Muon(torch.optim.Optimizer):
    """Momentum made orthogonal, for matrices."""

    def __init__(self, parameters: Iterable[Tensor], lr: float) -> None:
        super().__init__(parameters, {"lr": lr})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Take a step."""
        for group in self.param_groups:
            for matrix in group["params"]:
                momentum = self.state[matrix].setdefault("momentum", torch.zeros_like(matrix))
                momentum.mul_(_MOMENTUM).add_(matrix.grad)
                update = orthogonal(matrix.grad + _MOMENTUM * momentum)
                scale = max(1.0, matrix.shape[0] / matrix.shape[1]) ** 0.5
                matrix.mul_(1 - group["lr"] * _DECAY).add_(update, alpha=-group["lr"] * scale)


def orthogonal(matrix: Tensor) -> Tensor:
    """The nearest orthogonal matrix, nearly: five steps of a quintic iteration, with Jordan's coefficients."""
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = matrix.shape[0] > matrix.shape[1]
    x = (matrix.T if tall else matrix).bfloat16()
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return (x.T if tall else x).float()


def train(text: Text, plan: Plan) -> Network:
    """Train a network."""
    torch.manual_seed(1)
    torch.set_num_threads(_THREADS)
    torch.use_deterministic_algorithms(mode=True)
    network = Network(len(text.characters) + FIRST, plan.width)
    matrices = [layer.weight for layer in network.layers]
    others = [
        parameter for parameter in network.parameters() if all(parameter is not matrix for matrix in matrices)
    ]
    optimizers = [
        torch.optim.AdamW(others, lr=_RATE, betas=(0.9, 0.98), weight_decay=0.01),
        Muon(matrices, lr=_MUON_RATE),
    ]
    rates = [optimizer.param_groups[0]["lr"] for optimizer in optimizers]

    @torch.compile
    def losses(batch: Tensor) -> tuple[Tensor, Tensor]:
        with torch.autocast("cpu", torch.bfloat16):
            logits = network(batch[:, :-1])
        logits, targets = logits.float().flatten(0, 1), batch[:, 1:].flatten()
        total = torch.logsumexp(logits, -1)
        counts = targets >= FIRST
        surprise = ((total - logits.gather(1, targets[:, None])[:, 0]) * counts).sum() / counts.sum()
        return surprise, surprise + _NORMALISED * (total**2 * counts).sum() / counts.sum()

    steps = plan.characters // (ROWS * LENGTH)
    began, recent = time.monotonic(), 0.0
    for step, batch in zip(range(steps), text.batches(), strict=False):
        share = _LEAST_RATE + (1 - _LEAST_RATE) * (1 + math.cos(math.pi * step / steps)) / 2
        for optimizer, rate in zip(optimizers, rates, strict=True):
            optimizer.param_groups[0]["lr"] = rate * share * min(1.0, (step + 1) / _WARM_UP)
        surprise, loss = losses(torch.from_numpy(batch))
        network.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.step()
        recent += (float(surprise.detach()) - recent) * (1.0 if step == 0 else 0.01)
        if (step + 1) % 500 == 0:
            speed = (step + 1) * ROWS * LENGTH / (time.monotonic() - began)
            print(f"  {step + 1} of {steps}: {recent:.3f} nats, {speed:.0f} characters a second", flush=True)
    return network


def main() -> None:
    """Train the networks that are named, or all, each kept in a file of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT / "training" / "work")
    parser.add_argument("--output", type=Path, default=NETWORKS)
    parser.add_argument("--pack-only", action="store_true", help="train nothing, pack what was trained")
    parser.add_argument("names", nargs="*", default=list(PLANS))
    arguments = parser.parse_args()
    folder = arguments.corpus / "networks"
    for name in () if arguments.pack_only else arguments.names:
        plan = PLANS[name]
        text = Text.of(Corpus(arguments.corpus), plan.languages, plan.seen)
        size = sum(map(len, text.units)) / 1e6
        print(f"{name}: {size:.1f} M characters, {len(text.characters)} known", flush=True)
        network = train(text, plan)
        folder.mkdir(parents=True, exist_ok=True)
        torch.save({"characters": text.characters, "state": network.state_dict()}, folder / f"{name}.pt")
    arrays: container.Arrays = {}
    for name in filter(lambda name: (folder / f"{name}.pt").exists(), PLANS):
        trained = torch.load(folder / f"{name}.pt")
        weights = {key: value.float().numpy() for key, value in trained["state"].items()}
        own = rounding.arrays(trained["characters"], weights)
        arrays |= {f"{name}/{key}": array for key, array in own.items()}
    container.write(arguments.output, {"dilations": DILATIONS}, arrays)
    print(f"{arguments.output}: {arguments.output.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
