"""Who is measured: train-parallel, by a command of its own for each trial, and the peers, which stay prepared."""

import contextlib
import json
import subprocess
import tempfile
import threading
from dataclasses import dataclass

# What a trial found, by name: images_per_second, gflops, or seconds, peak_memory_mb and
# test_accuracy.
Trial = dict[str, float]

# Compilers may take minutes; what takes longer counts as failed.
PREPARATION_SECONDS = 300
TRIAL_SECONDS = 900


class Failure(Exception):
    """Why a contestant could not be measured, in one line."""


@dataclass(frozen=True)
class TrainParallel:
    """A command that prints one JSON object a line, and which of these is wanted."""

    command: tuple[str, ...]
    wanted: dict[str, object]
    keys: tuple[str, ...]

    def measure(self) -> Trial:
        try:
            done = subprocess.run(self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        except OSError as error:
            raise Failure(f"{self.command[0]} cannot be run: {error.strerror}") from error
        if done.returncode != 0:
            raise Failure(f"{' '.join(self.command)}: {last_line(done.stderr) or f'ended with {done.returncode}'}")
        for line in done.stdout.splitlines():
            row = json.loads(line)
            if self.wanted.items() <= row.items():
                return {key: row[key] for key in self.keys}
        raise Failure(f"{' '.join(self.command)} printed no row with {self.wanted}")


@dataclass(frozen=True)
class PeerProgram:
    """A variant of a program of this folder, and what it is to measure."""

    name: str
    command: tuple[str, ...]


class Peer:
    """A peer's process, which prepares when it is started and then waits for trials."""

    def __init__(self, program: PeerProgram):
        self.name = program.name
        self.messages = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            program.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.messages, text=True
        )

    def prepare(self) -> None:
        """Waits until the peer is ready."""
        self.answer(within=PREPARATION_SECONDS)

    def measure(self) -> Trial:
        # Where the process ended, what it said of that is found when its answer is missing.
        with contextlib.suppress(BrokenPipeError):
            print(file=self.process.stdin, flush=True)
        return self.answer(within=TRIAL_SECONDS)

    def answer(self, within: float) -> Trial:
        """The next object that the process prints."""
        clock = threading.Timer(within, self.process.kill)
        clock.start()
        try:
            for line in self.process.stdout:
                if line.startswith("{"):
                    return json.loads(line)
        finally:
            in_time = clock.is_alive()
            clock.cancel()
        if not in_time:
            raise Failure(f"gave no answer within {within} s")
        code = self.process.wait()
        self.messages.seek(0)
        raise Failure(last_line(self.messages.read()) or f"ended with {code}")

    def close(self) -> None:
        """Lets the process end, and makes it where it does not."""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.messages.close()


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""
