"""Probabilities and log-odds as people read them."""

from __future__ import annotations


def percent(probability: float) -> str:
    """Write a probability in percent; never as certain or impossible what only nearly is.

    >>> percent(0.875), percent(0.99999), percent(1e-9), percent(1.0)
    ('87.5 %', '>99.9 %', '<0.1 %', '100.0 %')
    """
    if 0.9995 <= probability < 1:
        return ">99.9 %"
    if 0 < probability < 0.0005:
        return "<0.1 %"
    return f"{100 * probability:.1f} %"


def nats(value: float) -> str:
    """Write log-odds in nats with their sign.

    >>> nats(12.345), nats(-3)
    ('+12.3', '-3.0')
    """
    return f"{value:+.1f}"
