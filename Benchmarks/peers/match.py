"""One contest between train-parallel and its peers: rounds in which they take turns, and what comes out of them."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from contestants import Failure, Peer, PeerProgram, TrainParallel, Trial


@dataclass(frozen=True)
class Match:
    """What is measured, and who takes part."""

    # For example the workload and the batch size.
    subject: dict[str, str | int]
    threads: int
    ours: TrainParallel
    peers: Sequence[PeerProgram]

    @property
    def title(self) -> str:
        return ", ".join(str(value) for value in self.subject.values())


@dataclass
class Record:
    """A peer's trials, and how many times faster train-parallel was in each round."""

    peer: str
    trials: list[Trial] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    # Why the peer could not be measured.
    failure: str | None = None

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)


@dataclass(frozen=True)
class Outcome:
    match: Match
    ours: list[Trial]
    records: list[Record]

    @property
    def best_peer(self) -> Record | None:
        """The peer that train-parallel was ahead of the least."""
        return min((record for record in self.records if not record.failure), key=lambda r: r.ratio, default=None)


def median(trials: Sequence[Trial]) -> Trial:
    """The median of each value."""
    return {key: statistics.median(trial[key] for trial in trials) for key in trials[0]}


def speed(trial: Trial) -> float:
    """Images per second; or the speed of a product; runs per second, where whole runs are timed."""
    if "gflops" in trial:
        return trial["gflops"]
    return trial["images_per_second"] if "images_per_second" in trial else 1 / trial["seconds"]


def play(match: Match, rounds: int, say: Callable[[str], None]) -> Outcome:
    """Prepares all peers, then measures us, peer 1, us, peer 2, us, ... in every round.

    A peer's ratio in a round is the mean of our speeds before and after it over its own. A peer that fails takes no
    further part; if we do, `Failure` is thrown.
    """
    records = [Record(program.name) for program in match.peers]
    peers: list[Peer] = []
    try:
        for program, record in zip(match.peers, records):
            say(f"{match.title}: preparing {program.name}")
            peers.append(Peer(program))
            try:
                peers[-1].prepare()
            except Failure as failure:
                record.failure = str(failure)
        ours = [match.ours.measure()]
        for number in range(1, rounds + 1):
            say(f"{match.title}: round {number} of {rounds}")
            for peer, record in zip(peers, records):
                if record.failure:
                    continue
                try:
                    record.trials.append(peer.measure())
                except Failure as failure:
                    record.failure = str(failure)
                    continue
                ours.append(match.ours.measure())
                mean = (speed(ours[-2]) + speed(ours[-1])) / 2
                record.ratios.append(mean / speed(record.trials[-1]))
    finally:
        for peer in peers:
            peer.close()
    return Outcome(match, ours, records)
