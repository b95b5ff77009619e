"""What came out of the matches: as rows for a terminal, as a Markdown table, as JSON."""

import json
import statistics
from collections.abc import Sequence

from match import Outcome, Record, Trial, median

# The columns of a Markdown table: whose peers' names begin so.
FAMILIES = {
    "PyTorch": "pytorch",
    "OpenBLAS": "openblas",
    "torchvision": "torchvision",
    "Keras": "keras",
    "tf.data": "tf-data",
    "JAX": "jax",
}


def geometric_mean(outcomes: Sequence[Outcome]) -> float | None:
    """Of the ratio to the best peer, over all matches that have one."""
    ratios = [outcome.best_peer.ratio for outcome in outcomes if outcome.best_peer]
    return statistics.geometric_mean(ratios) if ratios else None


def values(trial: Trial) -> str:
    """The numbers of a trial with their units."""
    if "images_per_second" in trial:
        return f"{trial['images_per_second']:,.0f} images/s"
    if "gflops" in trial:
        return f"{trial['gflops']:.1f} GFLOP/s"
    return (
        f"{trial['seconds']:.1f} s, {trial['peak_memory_mb']:,.0f} MB,"
        f" {100 * trial['test_accuracy']:.2f}% test accuracy"
    )


def terminal(outcome: Outcome) -> str:
    """A line for us and one for each peer."""
    lines = [f"{outcome.match.title}", f"  {'train-parallel':<32}{values(median(outcome.ours)):>44}"]
    for record in outcome.records:
        if record.failure:
            lines.append(f"  {record.peer:<32}failed: {record.failure}")
            continue
        mark = "  best peer" if record is outcome.best_peer else ""
        lines.append(
            f"  {record.peer:<32}{values(median(record.trials)):>44}  x {record.ratio:.2f}"
            f" ({min(record.ratios):.2f} - {max(record.ratios):.2f}){mark}"
        )
    return "\n".join(lines)


def terminal_summary(outcomes: Sequence[Outcome]) -> str:
    lines = ["times faster than the best peer:"]
    for outcome in outcomes:
        if best := outcome.best_peer:
            lines.append(f"  {outcome.match.title:<24}{best.ratio:>6.2f}  {best.peer}")
    if mean := geometric_mean(outcomes):
        lines.append(f"  {'geometric mean':<24}{mean:>6.2f}")
    return "\n".join(lines)


def markdown(outcomes: Sequence[Outcome]) -> str:
    """A row a match with the best variant of each family of peers, and the failures below."""
    families = [
        family
        for family, prefix in FAMILIES.items()
        if any(record.peer.startswith(prefix) for outcome in outcomes for record in outcome.records)
    ]
    header = [", ".join(outcomes[0].match.subject), "train-parallel", *families, "times the best peer"]
    rows = [header, ["---"] * len(header)]
    for outcome in outcomes:
        bests = [best_of(outcome.records, FAMILIES[family]) for family in families]
        rows.append(
            [
                outcome.match.title,
                f"**{values(median(outcome.ours))}**",
                *(values(median(best.trials)) if best else "-" for best in bests),
                with_spread(outcome.best_peer),
            ]
        )
    if mean := geometric_mean(outcomes):
        rows.append(["geometric mean", *[""] * (len(families) + 1), f"**{mean:.2f}**"])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    failures = [
        f"{outcome.match.title}: {record.peer} failed: {record.failure}"
        for outcome in outcomes
        for record in outcome.records
        if record.failure
    ]
    return "\n".join(lines + ["", *failures] if failures else lines)


def best_of(records: Sequence[Record], prefix: str) -> Record | None:
    runners = [record for record in records if record.peer.startswith(prefix) and not record.failure]
    return min(runners, key=lambda record: record.ratio, default=None)


def with_spread(record: Record | None) -> str:
    if record is None:
        return "-"
    return f"**{record.ratio:.2f}** ({min(record.ratios):.2f} - {max(record.ratios):.2f}, {record.peer})"


def json_rows(outcome: Outcome) -> str:
    """An object a peer: the subject, the medians of both sides, and the ratio."""
    rows = []
    for record in outcome.records:
        row: dict[str, object] = {
            **outcome.match.subject,
            "threads": outcome.match.threads,
            "peer": record.peer,
        }
        if record.failure:
            row["failure"] = record.failure
        else:
            row |= {
                "ratio": record.ratio,
                "lowest_ratio": min(record.ratios),
                "highest_ratio": max(record.ratios),
                "is_best_peer": record is outcome.best_peer,
                "ours": median(outcome.ours),
                "theirs": median(record.trials),
            }
        rows.append(json.dumps(row))
    return "\n".join(rows)


def json_summary(outcomes: Sequence[Outcome]) -> str:
    return json.dumps({"geometric_mean": geometric_mean(outcomes), "matches": len(outcomes)})
