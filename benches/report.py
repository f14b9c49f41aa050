"""Measurements in, the tables of README.md and its plots out."""

import os
import platform
import re
import subprocess
from datetime import date

WAYS = ["hand, moving", "serde_dynamo", "dynamodb-facade", "modyne", "ours, Wire::Sdk", "ours, Wire::Json", "ours"]
SHAPES = ["small", "log", "document"]
TASKS = ["map → item", "item → map", "Query of 100", "Query of 1000", "GetItem", "PutItem", "PutItem, refused"]
LOOPBACK = ["Query of 1000, loopback", "GetItem, loopback", "PutItem, loopback"]
ALONE = "HTTP alone"
COLOURS = {"hand": "#8b949e", "hand, moving": "#a8b1bb", "serde_dynamo": "#c98a3b", "dynamodb-facade": "#b0678f",
           "modyne": "#7a6fb3", "ours, Wire::Sdk": "#6fa8a0", "ours, Wire::Json": "#459084", "ours": "#1f7a6d"}


def ratio(results, shape, task, way, other="hand", what="instructions"):
    this, other = results.get((shape, task, way)), results.get((shape, task, other))
    return this[what] / other[what] if this and other else None


def shown(value, digits=2):
    return "" if value is None else f"{value:.{digits}f}"


def comparison(results):
    """Every task by every way, as multiples of hand-written code's instructions."""
    head = ["task", "shape", "hand: instructions", *WAYS, "ours: time", "ours: allocations", "ours: peak heap"]
    rows = []
    for task in TASKS:
        for shape in SHAPES:
            hand = results[shape, task, "hand"]
            row = [task, shape, f"{hand['instructions'] / hand['items']:,.0f}"]
            row += [shown(ratio(results, shape, task, way)) for way in WAYS]
            row += [shown(ratio(results, shape, task, "ours", what=what)) for what in ["time", "allocations", "peak"]]
            rows.append(row)
    return table(head, rows)


def over_loopback(results):
    """Calls by each way, as multiples of the time of hand-written code."""
    rows = []
    for task in LOOPBACK:
        for shape in SHAPES:
            row = [task.split(",")[0], shape, f"{results[shape, task, 'hand']['time'] / 1000:,.0f}"]
            rows.append(row + [shown(ratio(results, shape, task, way, what="time")) for way in [*WAYS, ALONE]])
    return table(["call", "shape", "hand: µs", *WAYS, ALONE], rows)


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def each(results, shape, way, what):
    """What one more item of a page costs."""
    page, empty = results[shape, "Query of 1000", way], results[shape, "Query of 0", way]
    return (page[what] - empty[what]) / 1000


def targets(results, compiled):
    """The goals: what must be reached, and what is."""
    rows = []

    def bound(measure, shape, value, most=None, least=None, time=None):
        reached = value <= most if most is not None else value >= least
        target = f"≤ {most:g}" if most is not None else f"≥ {least:g}"
        rows.append([measure, shape, target, shown(value, 3 if most else 2), shown(time, 3 if most else 2), "yes" if reached else "**no**"])

    def faster(shape, task, way, other):
        return [1 / ratio(results, shape, task, way, other, what) for what in ["instructions", "time"]]

    for shape, most, least in [("small", 0.65, 3.5), ("log", 0.65, 3), ("document", 0.75, 2)]:
        bound("map → item, of hand", shape, ratio(results, shape, "map → item", "ours"), most=most,
              time=ratio(results, shape, "map → item", "ours", what="time"))
        value, time = faster(shape, "map → item", "ours", "serde_dynamo")
        bound("map → item, times cheaper than serde_dynamo", shape, value, least=least, time=time)
    for shape in SHAPES:
        bound("item → map, of hand", shape, ratio(results, shape, "item → map", "ours"), most=1.1,
              time=ratio(results, shape, "item → map", "ours", what="time"))
        value, time = faster(shape, "item → map", "ours", "serde_dynamo")
        bound("item → map, times cheaper than serde_dynamo", shape, value, least=1.9, time=time)
        written, hand = results[shape, "struct → JSON", "ours"], results[shape, "item → map", "hand"]
        mapped = hand["instructions"] / hand["items"]
        bound("struct → JSON, of building the map", shape, written["instructions"] / mapped, most=0.25)
        bound("the same, with the growth of the buffer", shape, written["with growth"] / mapped, most=0.25)
    for shape, least in [("small", 5.5), ("log", 6), ("document", 4.5)]:
        values = [each(results, shape, "hand", what) / each(results, shape, "ours", what) for what in ["instructions", "time"]]
        bound("an item of a page, times cheaper than hand", shape, values[0], least=least, time=values[1])
        clone = results[shape, "clone", "clone"]
        values = [each(results, shape, "ours", what) / clone[what] * clone["items"] for what in ["instructions", "time"]]
        bound("an item of a page, of cloning it (time decides)", shape, values[1], most=3, time=values[1])
        rows[-1][3] = shown(values[0], 3)
    for shape, page, part in [("small", 6, 4), ("log", 8, 5), ("document", 8, 5)]:
        for task, least in [("Query of 1000", page), ("Query of 100", part)]:
            value, time = faster(shape, task, "ours", "hand")
            bound(f"{task}, times cheaper than hand", shape, value, least=least, time=time)
    for task in ["GetItem", "PutItem"]:
        for shape, least in [("small", 4), ("document", 4.5)]:
            value, time = faster(shape, task, "ours", "hand")
            bound(f"{task}, times cheaper than hand", shape, value, least=least, time=time)
        hand, ours = [results["document", task, way] for way in ["hand", "ours"]]
        without = [cost["instructions"] - cost["hashes"] for cost in [hand, ours]]
        rows.append(["the same, without SHA-256", "document", "", shown(without[0] / without[1]), "", ""])
        time = 1 / ratio(results, "small", f"{task}, loopback", "ours", what="time")
        bound(f"{task} over HTTP, times faster than hand (time decides)", "small", time, least=2, time=time)
        rows[-1][3] = ""
    bound("allocations of a GetItem", "small", results["small", "GetItem", "ours"]["allocations"], most=90)
    bound("peak heap of a Query of 1000, of hand", "document", ratio(results, "document", "Query of 1000", "ours", what="peak"), most=0.32)
    bound("LLVM lines a struct, codec", "", compiled["ours, DynamoValue"]["lines"], most=1000)
    bound("debug build, of serde_dynamo's", "", compiled["ours, DynamoValue"]["debug"] / compiled["serde_dynamo"]["debug"], most=0.5)
    return table(["measure", "shape", "must be", "instructions", "time", "reached"], rows)


def compile_costs(compiled):
    head = ["100 structs of 10 fields", "check, s", "debug, s", "release, s", "LLVM lines a struct", "text, KB"]
    rows = [[way, f"{cost['check']:.2f}", f"{cost['debug']:.2f}", f"{cost['release']:.2f}", f"{cost['lines']:,.0f}",
             f"{cost['text'] / 1000:,.0f}"] for way, cost in compiled.items()]
    return table(head, rows)


def sets(grown):
    """What adding an element to a set costs, which must grow as the set does."""
    rows = [[f"{size:,}", f"{count:,}", f"{count / size:,.0f}"] for size, count in grown.items()]
    return table(["elements of the set", "instructions", "an element"], rows)


KEYS = {"natural": "natural keys", "key_only": "made of fields that stand in the keys only", "stored": "made of fields that are stored too"}


def made_keys(counts):
    """What a page of items costs whose keys are made of fields, against one with natural keys."""
    rows = [[item, KEYS[keys], f"{count:,}", f"{count / of['natural']:.3f}"] for item, of in counts.items() for keys, count in of.items()]
    return table(["1,000 items of a Query", "their keys", "instructions", "of natural"], rows)


# What grows, what is counted, and of how many it is counted at a time.
GROWING = {"items": ("items of a Query", "an item", "instructions", 1), "attributes": ("attributes of an item", "an attribute", "instructions", 100),
           "bytes": ("bytes of a string", "a byte", "instructions", 100), "fields": ("fields of a struct, checked", "a field", "µs", 20e-6),
           "structs": ("structs of 10 fields, checked", "a struct", "µs", 1e-6)}
LINEAR = 1.3


def slopes(what, costs):
    """What one more costs, between one size and the next."""
    sizes, at_a_time = sorted((int(size), cost) for size, cost in costs.items()), GROWING[what][3]
    return [(few, many, (high - low) / (many - few) / at_a_time) for (few, low), (many, high) in zip(sizes, sizes[1:])]


def scaling(growth):
    """What one more costs where there are few, and where there are many."""
    rows = []
    for what, (name, unit, counted, _) in GROWING.items():
        (few, few_more, small), *_, (_, many, large) = slopes(what, growth[what])
        digits = 2 if small < 10 else 0
        rows.append([f"{name}, {few:,} to {many:,}", f"{unit}, {counted}", f"{small:,.{digits}f}", f"{large:,.{digits}f}", shown(large / small),
                     "yes" if large <= LINEAR * small else "**no**"])
    return table(["what grows", "what is counted", "at the small end", "at the large end", "large, of small", "linear"], rows)


MANY = {"10,000 items by BatchGetItem": (10, 25), "10,000 items by BatchWriteItem": (15, 35), "a Scan of 96 pages": (6, 12),
        "5,000 items to the embedded engine": (1,), "150 items from the embedded engine": (1,)}


def many_items(many):
    """Many items by the SDK one request at a time, and by the mapper: how much faster, and of how much of the client's CPU time."""
    raw, rows, goals = {task: (time, cpu) for task, way, time, cpu in many if way == "raw"}, [], {task: list(goal) for task, goal in MANY.items()}
    for task, way, time, cpu in many:
        (raw_time, raw_cpu), least = raw[task], None if way == "raw" else goals[task].pop(0)
        faster = raw_time / time
        reached = "" if least is None else "yes" if faster >= least else "**no**"
        rows.append([task, way, f"{time:,.1f}", shown(faster), "" if least is None else f"≥ {least}", reached, f"{cpu:,.1f}", shown(cpu / raw_cpu)])
    head = ["task", "way", "ms", "times faster than raw", "must be", "reached", "client's CPU, ms", "CPU, of raw"]
    return table(head, rows)


def bars(title, groups, digits=2):
    """An SVG of bars, in groups with a name; each has a name, a length and a colour."""
    bar, gap, left, width = 14, 30, 150, 420
    widest = max(length for _, lengths in groups for _, length, _ in lengths)
    parts, y = [], 34
    for group, lengths in groups:
        parts.append(f'<text x="{left}" y="{y - 6}" font-weight="bold">{group}</text>')
        for name, share, colour in lengths:
            length = share / widest * width
            parts.append(f'<text x="{left - 6}" y="{y + 11}" text-anchor="end">{name}</text>')
            parts.append(f'<rect x="{left}" y="{y}" width="{length:.1f}" height="{bar - 2}" fill="{colour}"/>')
            parts.append(f'<text x="{left + length + 4:.1f}" y="{y + 10}">{share:.{digits}f}</text>')
            y += bar
        y += gap
    body = "\n".join(parts)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="640" height="{y}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="white"/>
<text x="8" y="14">{title}</text>
{body}
</svg>
"""


def plot(results):
    """A Query of 1000 items by each way, as a share of hand-written code's instructions."""
    share = lambda shape, way: ratio(results, shape, "Query of 1000", way)
    groups = [(shape, [(way, share(shape, way), COLOURS[way]) for way in ["hand", *WAYS]]) for shape in SHAPES]
    return bars("Query of 1000 items, whole call: instructions, as a share of the SDK with hand-written code", groups)


def growth_plot(growth):
    """What one more costs, as a share of what it costs where there are fewest."""
    groups = []
    for what, (name, unit, counted, _) in GROWING.items():
        all_slopes = slopes(what, growth[what])
        first = all_slopes[0][2]
        lengths = [(f"{few:,} → {many:,}", slope / first, COLOURS["ours"]) for few, many, slope in all_slopes]
        groups.append((f"{name}: {counted} for {unit} more", lengths))
    return bars("What one more costs, as a share of what it costs where there are fewest: bars of one length are linear growth", groups)


def machine():
    with open("/proc/cpuinfo") as info:
        cpu = re.search(r"model name\s*: (.*)", info.read())[1]
    rustc = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    return f"{date.today()}, {os.cpu_count()} × {cpu}, {platform.system()}, {rustc}."


def write(folder, results, compiled, grown, made, growth, many):
    """Puts the results between README.md's markers; returns the comparison."""
    sections = [machine(), comparison(results), "### Over HTTP, in time", over_loopback(results),
                "### Against the goals", targets(results, compiled), "### To compile", compile_costs(compiled), "### A set in `update_diff`", sets(grown),
                "### Keys from templates", made_keys(made), "### Scaling", scaling(growth), "### Many items", many_items(many)]
    results_text = "\n\n".join(sections)
    readme = folder / "README.md"
    start, end = "<!-- results -->", "<!-- end of results -->"
    before, rest = readme.read_text().split(start)
    readme.write_text(f"{before}{start}\n\n{results_text}\n\n{end}{rest.split(end)[1]}")
    (folder / "query.svg").write_text(plot(results))
    (folder / "scaling.svg").write_text(growth_plot(growth))
    return results_text
