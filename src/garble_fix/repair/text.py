"""Repair of a text: the likeliest text that the likeliest damage turns into what we see.

Evidence is shared. Of the suspicious lines, the most suspicious are first explained by every chain; what is proved
there raises the prior of these chains for the rest of the text. The whole is repeated on the result until nothing is
left to repair, so that repairing a repaired text changes nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest
from itertools import pairwise
from typing import Final

from garble_fix.channels import Chain, Channel
from garble_fix.codepages import Manner
from garble_fix.language import LanguageModel, packaged
from garble_fix.repair.decision import is_silent, is_sure, lonely, passed_by
from garble_fix.repair.dismissal import side_by_side, worth_a_search
from garble_fix.repair.edits import Change, Changes, moved, placed
from garble_fix.repair.evidence import PROVED, Evidence, Pages, pages_of
from garble_fix.repair.hopeless import find_hopeless
from garble_fix.repair.leftovers import find_leftovers
from garble_fix.repair.proof import FILLED, Holes, changes_of
from garble_fix.repair.restraint import restrained
from garble_fix.repair.result import Edit, Repair, Verdict
from garble_fix.search import lattice
from garble_fix.search.alignment import MARKS, UNREAD
from garble_fix.search.explain import Explanation, apply, explain, likeliest_first, read_back, score
from garble_fix.search.lattice import Habits, Seen, Surroundings
from garble_fix.search.lockstep import Search, Together, together
from garble_fix.search.readings import read_pages
from garble_fix.spans.lines import Piece, pieces
from garble_fix.spans.surprise import THRESHOLD as SURPRISING
from garble_fix.spans.surprise import surprises
from garble_fix.spans.suspects import SCREENED, Suspect, suspects

_CRLF: Final = -1.5
_SURE: Final = -0.03
"""Log-odds that the lines of a text ended in CR LF where it shows no CR (they may have been changed since), and log P
where it does; nats."""

_AT_LINE_END: Final = (1.0, -0.6)
"""Nats for CR LF that a lost character ends a line of the text, or stands elsewhere: of CR LF the mark takes the CR
and leaves the line feed, a line feed alone is gone with it."""

_MARKED: Final = tuple(re.compile(rf"{mark}(?<=[^\x00-\x7f]{mark})(\n?)") for mark in map(re.escape, MARKS))
"""Each mark on its own, and first: looked for so, none is passed over in one sweep."""

_DASH: Final = "— "

_EVIDENCE_LINES: Final = 64
"""How many of the most suspicious lines are searched in full before the others."""

_FIRST_WITNESSES: Final = 2
"""How many of these are searched before what they prove is made use of."""

_PLENTY: Final = 5 * PROVED
"""Nats for a chain from which more of them change nothing."""

_LEFT: Final = 0.15
"""The share of the bytes of a line that must be whole characters: of bytes that are something else, fewer are."""

_LOOKED_AT: Final = 400
"""Of a text whose most surprising lines, so many, prove nothing, the others are taken for sound. Garbled lines are
among the first; what has more that surprise is a dictionary, or a table of characters."""

_PASSES: Final = 4


def repair_text(text: str, *, holes: Holes = "mark", found: Sequence[Change] = ()) -> Repair:
    """Repair `text`. Clean text comes back as the same object.

    `holes` says what becomes of places where bytes were lost: `mark` fills what is sure and leaves U+FFFD for the
    rest, `guess` fills everything. `found` are disjoint changes in order whose outcome is known from elsewhere; they
    are made first, and are evidence for the rest. Raises `ModelError` if the language model is not there.
    """
    if holes not in ("mark", "guess"):
        raise ValueError(f"holes must be 'mark' or 'guess', not {holes!r}")
    if text.isascii() and not found:
        return Repair(text)
    model = packaged()
    changes = Changes(text)
    changes.apply(list(found))
    # A page that could not hold the text says nothing of how others were read.
    known = {change.chain: PROVED for change in found if not any(channel.lossy for channel in change.chain)}
    earlier = _Earlier()
    for _ in range(_PASSES):
        evidence = Evidence(dict(known), mended=changes.spans())
        if not changes.apply(_one_pass(changes.text, model, holes, evidence, earlier)):
            break
    return _judged(text, changes.edits(), model, holes)


def _judged(text: str, proposed: Sequence[Edit], model: LanguageModel, holes: Holes) -> Repair:
    """The edits that are worth making, what is left garbled, and what is to be said of the whole."""
    # Who wants a draft wants all of it.
    kept, left = restrained(text, proposed) if holes == "mark" else (proposed, ())
    edits, after = placed(text, kept)
    known = sorted((*find_hopeless(text, edits), *moved(left, edits)), key=lambda doubt: doubt.start)
    if not edits:
        verdict = Verdict.DOUBTFUL if left else Verdict.UNRECOVERABLE if known else Verdict.CLEAN
        return Repair(text, (), verdict, tuple(known))
    doubts = sorted((*known, *find_leftovers(after, edits, known, model)), key=lambda doubt: doubt.start)
    partly = doubts or any(edit.verdict is Verdict.PARTLY_REPAIRED for edit in edits)
    return Repair(after, edits, Verdict.PARTLY_REPAIRED if partly else Verdict.REPAIRED, tuple(doubts))


@dataclass(frozen=True)
class _Earlier:
    """What earlier passes did: the lines that came to nothing, and the pages that all lines were read back by."""

    settled: set[str] = field(default_factory=set)
    pages: set[Pages] = field(default_factory=set)


def _one_pass(
    text: str, model: LanguageModel, holes: Holes, evidence: Evidence, earlier: _Earlier
) -> list[Change]:
    """The changes to make now. What is done in this pass is added to `earlier`."""
    ranked, total = _most_surprising(
        suspect for suspect in suspects(text, model) if suspect.piece.text not in earlier.settled
    )
    if not ranked:
        return []
    around = _around(text)
    witnesses: dict[int, _Witness] = {}
    suspicious: list[Suspect] = []
    # What the first few prove, the others need but confirm. Of a long text that is not known to be damaged most
    # suspects are sound.
    for start, end in pairwise((0, _FIRST_WITNESSES, _EVIDENCE_LINES, _LOOKED_AT)):
        if evidence.proved and start >= _EVIDENCE_LINES:
            break
        some = ranked[start:end]
        if len(text) > SCREENED and not evidence.proved:
            some = worth_a_search(some, model, evidence, around.crlf)
        suspicious += some
        some = [suspect for suspect in some if not _goes_without_saying(suspect, evidence)]
        witnesses |= _witnesses(some[: _EVIDENCE_LINES - len(witnesses)], model, holes, evidence, around)
    if not evidence.proved:
        suspicious.sort(key=lambda suspect: suspect.piece.start)
    dash = _left_of_a_dash(evidence.proved)
    around = replace(around, seen=_seen(text, evidence.proved, dash))
    focus = {suspect.piece.start: suspect.focus for suspect in suspicious}
    # Where the text is known to be damaged, look at every line that could be, once.
    pages = {pages_of(chain) for chain in evidence.proved}
    searched = (suspect.piece for suspect in suspicious) if pages <= earlier.pages else pieces(text, dash)
    earlier.pages.update(pages)
    explained_pieces: list[tuple[Piece, Explanation, bool]] = []
    known: dict[tuple[str, str], Explanation | None] = {}
    for batch in side_by_side(searched):
        found: dict[int, Explanation | None] = {}
        searches: dict[tuple[str, str] | int, Search[Explanation | None]] = {}
        for piece in batch:
            witness, key = witnesses.get(piece.start, _NO_WITNESS), (piece.text, piece.follow)
            others = evidence.without(witness.saw)
            if (
                witness.saw
                and not (around.seen and _is_open(witness.saw))
                and witness.saw.chain in others.proved
                and not passed_by(witness.saw)
            ):
                found[piece.start] = witness.confirmed(others)
            elif not evidence.gains and piece.start in witnesses:
                found[piece.start] = witness.saw
            elif witness.saw:
                searches[piece.start] = _explained(piece, focus.get(piece.start, ""), model, others, around)
            elif key not in known and key not in searches:
                searches[key] = _explained(piece, focus.get(piece.start, ""), model, evidence, around)
        explained = dict(zip(searches, together(searches.values(), model), strict=True))
        known |= {key: best for key, best in explained.items() if isinstance(key, tuple)}
        found |= {start: best for start, best in explained.items() if isinstance(start, int)}
        for piece in batch:
            best = found[piece.start] if piece.start in found else known[piece.text, piece.follow]
            if best:
                others = evidence.without(witnesses.get(piece.start, _NO_WITNESS).saw)
                explained_pieces.append((piece, best, best.chain in others.proved))
            else:
                earlier.settled.add(piece.text)
    beyond = lonely(len(explained_pieces), total)
    return [
        change
        for piece, best, proved in explained_pieces
        if proved or not beyond or is_sure(best, evidence.mended_in(piece.start, piece.end), beyond)
        for change in changes_of(piece, best, holes, proved=proved)
    ]


def _most_surprising(found: Iterable[Suspect]) -> tuple[list[Suspect], int]:
    """Those of the suspects that are looked at, the most suspicious first, and how many there are."""
    ranked: list[Suspect] = []
    total = 0
    for suspect in found:
        total += 1
        ranked.append(suspect)
        if len(ranked) == 4 * _LOOKED_AT:
            ranked = _first(ranked)
    return _first(ranked), total


def _first(ranked: Sequence[Suspect]) -> list[Suspect]:
    return nlargest(_LOOKED_AT, ranked, key=lambda suspect: suspect.nats)


@dataclass(frozen=True)
class _Witness:
    """What a line said of the damage when it was asked; `log_prior` was that of the chain, nats."""

    saw: Explanation | None
    log_prior: float = 0.0

    def confirmed(self, others: Evidence) -> Explanation | None:
        """The same, with what the others say."""
        return self.saw and self.saw.likelier(others.log_prior(self.saw.chain) - self.log_prior)


_NO_WITNESS: Final = _Witness(None)


def _witnesses(
    suspicious: Sequence[Suspect],
    model: LanguageModel,
    holes: Holes,
    evidence: Evidence,
    around: Surroundings,
) -> dict[int, _Witness]:
    """Explain suspicious lines, by where they start, and add what they prove to the evidence."""
    new = {(suspect.piece.text, suspect.piece.follow): suspect for suspect in suspicious}
    searches = [_explained(suspect.piece, suspect.focus, model, evidence, around) for suspect in new.values()]
    known: dict[tuple[str, str], _Witness] = {}
    for (key, suspect), best in zip(new.items(), together(searches, model), strict=True):
        sure = best and changes_of(suspect.piece, best, holes, proved=False)
        known[key] = _Witness(best, evidence.log_prior(best.chain)) if best and sure else _NO_WITNESS
    witnesses = {s.piece.start: known[s.piece.text, s.piece.follow] for s in suspicious}
    for witness in witnesses.values():
        if witness.saw:
            evidence.add(witness.saw)
    return witnesses


def _goes_without_saying(suspect: Suspect, evidence: Evidence) -> bool:
    """Whether a line is plainly what a channel left that is proved beyond all need: it is no new witness."""
    channels = _losing([chain for chain, gain in evidence.gains.items() if gain >= _PLENTY])
    return any(lattice.known(suspect.piece.text, channel, _LEFT) is not None for channel in channels)


def _is_open(explanation: Explanation) -> bool:
    """Whether the text as a whole may say more of what was lost on a line."""
    return any(hole.posterior < FILLED for hole in explanation.alignment.holes)


def _around(text: str) -> Surroundings:
    """What a text tells of all its lines."""
    crlf = _crlf(text)
    return Surroundings("", crlf, crlf >= _SURE, Habits.of(text))


def _seen(text: str, proved: Sequence[Chain], dash: str) -> Seen | None:
    """What is sound of a text of lines of which some went through the first chain of one channel that loses bytes.

    `dash` is what is left of one, if it looks like sound text.
    """
    channel = next(_losing(proved), None)
    if channel is None:
        return None
    lines = (line if line.isascii() else lattice.known(line, channel) or line for line in text.splitlines())
    seen = "\n".join(lines)
    return Seen(seen.replace(dash, UNREAD) if dash else seen)


def _left_of_a_dash(proved: Sequence[Chain]) -> str:
    """What is left of a dash between words where one of the chains reads none of its bytes; empty elsewhere."""
    left = (channel.garble(_DASH) for channel in _losing(proved))
    return next((marks for marks in left if set(marks) == {"?"}), "")


def _losing(proved: Sequence[Chain]) -> Iterator[Channel]:
    """The channels through which UTF-8 lost bytes, of the chains of one."""
    channels = (chain[0] for chain in proved if len(chain) == 1)
    return (channel for channel in channels if channel.stored == "utf-8" and lattice.loses(channel))


def _crlf(text: str) -> float:
    """log P that the lines of a damaged text ended in CR LF, in nats."""
    if "\r\n" in text:
        return _SURE
    at_end = [bool(match[1]) for mark in _MARKED for match in mark.finditer(text)]
    odds = _CRLF + sum(_AT_LINE_END[not found] for found in at_end)
    return -math.log1p(math.exp(-max(-20.0, min(odds, 2.0))))


def _explained(
    piece: Piece, focus: str, model: LanguageModel, evidence: Evidence, around: Surroundings
) -> Search[Explanation | None]:
    """The explanation to act on, or None: chains proved for this text first, all others where they do not do.

    `focus` is the most suspicious part of the piece.
    """
    text, around = piece.text, replace(around, follow=piece.follow)
    mended = evidence.mended_in(piece.start, piece.end)
    proved = evidence.proved
    best: Explanation | None = None
    if proved:
        found: list[Explanation] = []
        for chains in _stages(text, proved):
            more = yield from _read_back(text, chains, model, evidence, around)
            found = likeliest_first([*found, *more])
            if found and not passed_by(found[0], mended):
                break
        if found and is_sure(found[0], mended, proved=proved):
            best = found[0]
            if not passed_by(best, mended):
                return best
        # What is left of the line may tell of a page that differs in a few characters.
        if surprises([apply(best) if best else text], model)[0].nats < SURPRISING:
            return best
    found = yield from explain(text, model, read_pages(), evidence.log_prior, around=around, focus=focus)
    if found and is_sure(found[0], mended) and (not best or found[0].log_odds > best.log_odds):
        return found[0]
    return best


def _read_back(
    text: str, chains: Sequence[Chain], model: LanguageModel, evidence: Evidence, around: Surroundings
) -> Search[list[Explanation]]:
    """What each of some chains makes of a text, the likeliest first."""
    readings = yield Together([read_back(text, chain, model, around) for chain in chains])
    return (
        yield from score(
            [reading for reading in readings if reading], text, model, evidence.log_prior, around
        )
    )


def _stages(text: str, proved: Sequence[Chain]) -> Iterator[list[Chain]]:
    """The chains to be asked, then those to be asked as well where these do not account for everything.

    How bytes were lost is the same in all of a text, as a rule, and gaps without a mark can be put anywhere.
    """
    fitting = lattice.fitting(text, proved)
    chains = list(dict.fromkeys(other for chain in fitting for other in _with_manners(text, chain)))
    known = {pages_of(chain) for chain in fitting if any(map(lattice.loses, chain))}

    def stage(chain: Chain) -> int:
        if chain in proved:
            return 0
        return 2 if is_silent(chain) else int(pages_of(chain) in known)

    for number in range(3):
        some = [chain for chain in chains if stage(chain) == number]
        if some:
            yield some


def _with_manners(text: str, chain: Chain) -> Iterator[Chain]:
    """The chain, and the same with every loss that the text shows signs of."""
    yield chain
    if len(chain) == 1:
        for channel in lattice.manners(text, replace(chain[0], manner=Manner.STRICT)):
            yield Chain((channel,))
