"""A program and a function in, the instructions counted between the function's calls and its returns out."""

import re
import subprocess
import tempfile

# What stands for the network in a call: no way's own.
CONNECTOR = "canned::Canned as"


def instructions(command, function):
    """Returns what was counted, but for the connector, and what of it went into the growth of vectors and strings, and into SHA-256."""
    with tempfile.NamedTemporaryFile("r") as profile:
        valgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile.name}", f"--toggle-collect={function}"]
        run = subprocess.run([*valgrind, *command], check=True, capture_output=True, text=True)
        # `RawVecInner` reserves a vector's memory.
        connector, growth, hashes = calls_into(iter(profile), [CONNECTOR, "RawVecInner", "sha2::"])
        return int(re.search(r"Collected : (\d+)", run.stderr)[1]) - connector, growth, hashes


def calls_into(lines, functions):
    """Sums the cost of calls into each of the functions, with all that it calls."""
    names, caller, callee, totals = {}, "", "", [0] * len(functions)
    for line in lines:
        if named := re.match(r"(c?)fn=\((\d+)\) ?(.*)", line):
            called, number, name = named.groups()
            name = names.setdefault(number, name)
            caller, callee = (caller, name) if called else (name, "")
        elif line.startswith("calls="):
            # The line behind it has the cost of these calls.
            cost = int(next(lines).split()[-1])
            for at, function in enumerate(functions):
                if function in callee and function not in caller:
                    totals[at] += cost
    return totals
