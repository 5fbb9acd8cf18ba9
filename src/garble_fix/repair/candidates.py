"""All explanations of a short text, for a person to choose from."""

from __future__ import annotations

import math

from garble_fix.channels import parse
from garble_fix.channels.registry import chain_log_prior
from garble_fix.language import packaged
from garble_fix.repair.result import Candidate
from garble_fix.search.explain import apply, explain
from garble_fix.search.lockstep import alone
from garble_fix.search.readings import read_pages


def candidates(text: str, *, limit: int = 10) -> list[Candidate]:
    """Return the explanations of `text`, likeliest first, at most `limit`; "nothing is wrong" has the chain "".

    Log-probabilities are in nats. Raises `ModelError` if the language model is not there.
    """
    model = packaged()
    odds: dict[tuple[str, str], float] = {(text, ""): 0.0}
    for line in {line for line in text.split("\n") if not line.isascii()}:
        for explanation in alone(explain(line, model, read_pages(), chain_log_prior), model):
            after = text.replace(line, apply(explanation))
            key = (after, str(explanation.chain))
            odds[key] = max(odds.get(key, -math.inf), explanation.log_odds)
    ranked = sorted(odds.items(), key=lambda row: -row[1])[:limit]
    top = ranked[0][1]
    total = sum(math.exp(nats - top) for nats in odds.values())
    scores = model.log_probs([after for (after, _), _ in ranked])
    found = []
    for ((after, chain), nats), by_language in zip(ranked, scores, strict=True):
        log_prob = float(by_language.max()) + chain_log_prior(parse(chain) if chain else ())
        language = model.names[int(by_language.argmax())]
        found.append(Candidate(after, chain, log_prob, nats, math.exp(nats - top) / total, language))
    return found
