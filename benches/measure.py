"""Runs commands and says what they took: processor time, memory at the peak.

Processor time (user and system, of the command and what it starts) is what the tables compare: on a machine that does
other things too, it is a truer figure than the time that has passed.
"""

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time


class Run:
    """What one run took; `seconds` is None if it was stopped or failed, and `why` says why."""

    def __init__(self, seconds, megabytes, why="", status=0):
        self.seconds = seconds
        self.megabytes = megabytes
        self.why = why
        self.status = status


def run(command, limit=120.0, statuses=(0, 1), cwd=None, memory_gb=16):
    """One run. A status that is not among `statuses` is a failure; after `limit` seconds the command is stopped."""

    def confine():
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (memory_gb << 30, memory_gb << 30))

    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, cwd=cwd, preexec_fn=confine
        )
        stopped = threading.Event()

        def stop():
            stopped.set()
            try:
                os.killpg(process.pid, 9)
            except ProcessLookupError:
                pass

        timer = threading.Timer(limit, stop)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        timer.cancel()
        seconds, megabytes = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
        if stopped.is_set():
            return Run(None, megabytes, f"stopped after {limit:.0f} s")
        if process.returncode not in statuses:
            errors.seek(0)
            said = errors.read(2000).decode("utf-8", "replace").strip().splitlines()
            return Run(None, megabytes, f"exit code {process.returncode}: {said[0] if said else ''}"[:120])
        return Run(seconds, megabytes, status=process.returncode)


def best(command, runs=3, **how):
    """The quickest of several runs; one is enough where it takes long."""
    found = None
    for _ in range(runs):
        this = run(command, **how)
        if this.seconds is None:
            return this
        if found is None or this.seconds < found.seconds:
            found = this
        if this.seconds > 20:
            break
    return found


def alternately(commands, runs=3, **how):
    """The quickest run of each of several commands, which take turns, so that a busy minute falls on all of them."""
    found = [None] * len(commands)
    for _ in range(runs):
        for number, command in enumerate(commands):
            if found[number] is not None and (found[number].seconds is None or found[number].seconds > 20):
                continue
            this = run(command, **how)
            if found[number] is None or this.seconds is None or this.seconds < found[number].seconds:
                found[number] = this
    return found


def say(text):
    print(text, file=sys.stderr, flush=True)


def machine():
    """Processor and memory, in a line."""
    model = "processor unknown"
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as told:
            model = next(line.split(":", 1)[1].strip() for line in told if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{model}, {os.cpu_count()} cores, {time.strftime('%B %Y')}"
