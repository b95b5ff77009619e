"""Measures train-parallel and its peers in turn. Run by Scripts/compare-peers, which says how."""

import argparse
import sys

import report
from contestants import Failure
from match import Outcome, play
from matches import matches
from options import parse_arguments


def main() -> None:
    options = parse_arguments()
    outcomes = []
    try:
        for match in matches(options):
            outcomes.append(play(match, options.rounds, say))
            show(outcomes[-1], options)
    except Failure as failure:
        sys.exit(f"compare-peers: {failure}")
    if options.markdown:
        print(report.markdown(outcomes))
    elif options.json:
        print(report.json_summary(outcomes))
    else:
        print(report.terminal_summary(outcomes))
    if any(record.failure for outcome in outcomes for record in outcome.records):
        say("some peers failed; the rows above say why")


def show(outcome: Outcome, options: argparse.Namespace) -> None:
    """Prints a match as soon as it is over; Markdown is printed when all are."""
    if options.json:
        print(report.json_rows(outcome), flush=True)
    elif not options.markdown:
        print(report.terminal(outcome) + "\n", flush=True)


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
