#!/usr/bin/env python3
"""Compare corefilectl with Go's text/template: inside one process, and as whole processes.

The first table takes the medians of `cargo bench` (divan's text) and lets the Go bench
measure the same templates, which the Rust bench has left as `<group>.tmpl` in --templates.
The second starts corefilectl, the Go program, an empty Rust program and /bin/true in turn.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

GROUPS = ("default_2_7", "one_mb")
BENCHES = ("parse", "execute", "parse_and_execute")
NANOSECONDS = {"ps": 1e-3, "ns": 1.0, "µs": 1e3, "μs": 1e3, "us": 1e3, "ms": 1e6, "s": 1e9}
BRANCH = re.compile(r"^(?P<indent>[│| ]*)[├╰`+][─-]+ *(?P<name>[^\s│|]+)")
TIME = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s*(ps|ns|µs|μs|us|ms|s)(?![\w/])")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class BenchError(Exception):
    """Why the comparison could not be made."""


def divan_medians(text):
    """{(group, bench): nanoseconds}; the third duration of a line is the median."""
    medians, path = {}, []
    for line in ANSI.sub("", text).splitlines():
        branch = BRANCH.match(line)
        if not branch:
            continue
        depth = len(branch["indent"]) // 3
        path = [*path[:depth], branch["name"]]
        times = TIME.findall(line[branch.end() :])
        if len(path) > 1 and len(times) >= 3:
            value, unit = times[2]
            medians[path[-2], path[-1]] = float(value) * NANOSECONDS[unit]
    return medians


def go_times(program, template):
    if not template.is_file():
        raise BenchError(f"{template} is missing: the Rust bench has to leave the template it measures there")
    done = subprocess.run([program, "-template", template], capture_output=True, text=True)
    if done.returncode != 0:
        raise BenchError(f"the Go bench failed on {template}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def duration(nanoseconds):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}" if nanoseconds < 1000 * size else f"{nanoseconds / size:.0f} {unit}"
    return f"{nanoseconds:.0f} ns"


def table(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        print("  ".join(cell.ljust(width) if column == 0 else cell.rjust(width) for column, (cell, width) in enumerate(zip(row, widths))))
        if number == 0:
            print("  ".join("-" * width for width in widths))


def in_process(divan, templates, program):
    medians = divan_medians(divan.read_text(encoding="utf-8"))
    wanted = [(group, bench) for group in GROUPS for bench in BENCHES]
    missing = ["/".join(key) for key in wanted if key not in medians]
    if missing:
        raise BenchError(f"{divan} has no median for {', '.join(missing)}")
    rows, version = [("template", "bench", "corefilectl", "Go", "Go / corefilectl")], ""
    for group in GROUPS:
        go = go_times(program, templates / f"{group}.tmpl")
        version = go["go"]
        for bench in BENCHES:
            ours = medians[group, bench]
            ratio = f"{go[bench] / ours:.2f}" if ours else "-"
            rows.append((f"{group} ({go['bytes']} bytes)", bench, duration(ours), duration(go[bench]), ratio))
    print(f"In one process, medians, {version}:\n")
    table(rows)


def quiet_environment():
    """Without the variables that would change what corefilectl renders."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("KUMA_", "DNS_KUMA_", "COREFILECTL_"))}


def seconds(command, environment, null):
    quiet = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
    started = time.perf_counter()
    process = os.posix_spawn(command[0], command, environment, file_actions=quiet)
    _, status = os.waitpid(process, 0)
    elapsed = time.perf_counter() - started
    if status != 0:
        raise BenchError(f"{' '.join(command)} ended with status {os.waitstatus_to_exitcode(status)}")
    return elapsed


def whole_processes(commands, runs):
    environment = quiet_environment()
    rendered = {}
    for name in ("corefilectl render", "Go"):
        done = subprocess.run(commands[name], env=environment, capture_output=True)
        if done.returncode != 0:
            raise BenchError(f"{name} failed: {done.stderr.decode(errors='replace').strip()}")
        rendered[name] = done.stdout
    if len(set(rendered.values())) != 1:
        raise BenchError("corefilectl render and the Go program print different Corefiles, so their times do not compare")

    samples = {name: [] for name in commands}
    null = os.open(os.devnull, os.O_RDWR)
    try:
        for number in range(-5, runs):
            for name, command in commands.items():
                elapsed = seconds(command, environment, null)
                if number >= 0:
                    samples[name].append(elapsed * 1e9)
    finally:
        os.close(null)

    medians = {name: statistics.median(values) for name, values in samples.items()}
    ours, rows = medians["corefilectl render"], [("program", "median", "fastest", "against corefilectl")]
    for name, median in medians.items():
        rows.append((name, duration(median), duration(min(samples[name])), f"{median / ours:.2f}"))
    print(f"\nWhole processes, {runs} runs in turn:\n")
    table(rows)


def main():
    parser = argparse.ArgumentParser(description="Compare corefilectl with Go's text/template.")
    parser.add_argument("--divan", type=Path, required=True, help="what `cargo bench` printed")
    parser.add_argument("--templates", type=Path, required=True, help="folder with default_2_7.tmpl and one_mb.tmpl")
    parser.add_argument("--go-bench", type=Path, required=True, help="the compiled Go bench")
    parser.add_argument("--corefilectl", type=Path, required=True, help="the release binary")
    parser.add_argument("--empty", type=Path, required=True, help="an empty Rust program")
    parser.add_argument("--runs", type=int, default=200, help="starts of each program (default: 200)")
    arguments = parser.parse_args()
    program = str(arguments.go_bench.resolve())
    commands = {
        "corefilectl render": [str(arguments.corefilectl.resolve()), "render"],
        "Go": [program, "-once", "-template", str((arguments.templates / "default_2_7.tmpl").resolve())],
        "empty Rust program": [str(arguments.empty.resolve())],
        "/bin/true": ["/bin/true"],
    }
    try:
        in_process(arguments.divan, arguments.templates, program)
        whole_processes(commands, max(arguments.runs, 1))
    except (BenchError, OSError) as error:
        print(f"bench_ratios: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
