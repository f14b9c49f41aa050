"""A program and a function in, the instructions counted between the function's calls and its returns out."""

import re
import subprocess
import tempfile


def instructions(command, function):
    """Returns what was counted, and what of it went into the growth of vectors and strings."""
    with tempfile.NamedTemporaryFile("r") as profile:
        valgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile.name}", f"--toggle-collect={function}"]
        run = subprocess.run([*valgrind, *command], check=True, capture_output=True, text=True)
        return int(re.search(r"Collected : (\d+)", run.stderr)[1]), growth(iter(profile))


def growth(lines):
    """Sums the cost of calls into `RawVecInner`: what reserves a vector's memory, with all that it calls."""
    names, caller, callee, total = {}, "", "", 0
    for line in lines:
        if named := re.match(r"(c?)fn=\((\d+)\) ?(.*)", line):
            called, number, name = named.groups()
            name = names.setdefault(number, name)
            caller, callee = (caller, name) if called else (name, "")
        elif line.startswith("calls="):
            # The line behind it has the cost of these calls.
            cost = int(next(lines).split()[-1])
            if "RawVecInner" in callee and "RawVecInner" not in caller:
                total += cost
    return total
