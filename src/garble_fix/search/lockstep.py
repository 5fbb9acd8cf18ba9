"""Many searches at once, each written as if it were alone.

A search is a generator that yields a question and is sent the answer. The searches of a whole text are run side by
side, and what they ask in the same moment is answered together: numpy takes hardly longer for the questions of a
hundred lines than for those of one.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from garble_fix.language import LanguageModel

T = TypeVar("T")

Search = Generator[Any, Any, T]
"""What yields questions and returns a `T`."""


class Question(Protocol):
    """What a search may ask."""

    @classmethod
    def answer(cls, questions: Sequence[Self], model: LanguageModel) -> Sequence[Any]:
        """The answers to questions of this kind, in order."""


def together(searches: Iterable[Search[T]], model: LanguageModel) -> list[T]:
    """Run searches side by side; their results in order."""
    running = list(searches)
    results: dict[int, T] = {}
    answers: dict[int, Any] = dict.fromkeys(range(len(running)))
    while answers:
        asked: dict[type[Question], list[tuple[int, Question]]] = {}
        for index, answer in answers.items():
            try:
                question = running[index].send(answer)
            except StopIteration as stop:
                results[index] = stop.value
            else:
                asked.setdefault(type(question), []).append((index, question))
        answers = {}
        for kind, members in asked.items():
            found = kind.answer([question for _, question in members], model)
            answers |= zip((index for index, _ in members), found, strict=True)
    return [results[index] for index in range(len(running))]


@dataclass(frozen=True)
class Together(Generic[T]):
    """Asks for the results of searches that run side by side with all others."""

    searches: Sequence[Search[T]]

    @classmethod
    def answer(cls, questions: Sequence[Together[T]], model: LanguageModel) -> list[list[T]]:
        """The results of the searches of each question."""
        found = iter(together((search for one in questions for search in one.searches), model))
        return [[next(found) for _ in question.searches] for question in questions]


def alone(search: Search[T], model: LanguageModel) -> T:
    """Run one search."""
    return together([search], model)[0]
