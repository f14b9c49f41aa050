"""What 100 structs of 10 fields cost to compile: derived here, derived by serde and called, written by hand.

The compiler is called directly, on libraries that are built already, so that only the structs are measured.
"""

import os
import statistics
import subprocess

STRUCTS = 100
FIELDS = [("id", "String"), ("range", "String"), ("title", "String"), ("message", "String"), ("views", "u64"),
          ("bytes", "u64"), ("seconds", "f64"), ("open", "bool"), ("note", "Option<String>"), ("count", "u32")]
ROUNDS = 1

OPTIONS = {
    "check": ["--emit=metadata"],
    "debug": ["--emit=link", "-Cdebuginfo=2", "-Ccodegen-units=256"],
    "release": ["--emit=link", "-Copt-level=3"],
    "lines": ["--emit=llvm-ir", "-Cno-prepopulate-passes", "-Ccodegen-units=1", "-Copt-level=3"],
}


def named(number, count=len(FIELDS)):
    """The fields of a struct. No two structs have the same: the compiler would merge their functions."""
    again = lambda at: "" if at < len(FIELDS) else f"_{at // len(FIELDS)}"
    return [(f"{FIELDS[at % len(FIELDS)][0]}{again(at)}_{number}", FIELDS[at % len(FIELDS)][1]) for at in range(count)]


def fields(number, attributes=("", ""), count=len(FIELDS)):
    attributes = [*attributes, *[""] * count]
    return " ".join(f"{attribute} pub {name}: {kind}," for attribute, (name, kind) in zip(attributes, named(number, count)))


def values(number):
    return f"#[derive(dynamo_runtime::DynamoValue)] pub struct Row{number} {{ {fields(number)} }}\n"


def tables(number, count=len(FIELDS)):
    with_keys = fields(number, ("#[hash_key]", "#[range_key]"), count)
    return f"#[derive(dynamo_runtime::DynamoTable)] pub struct Row{number} {{ {with_keys} }}\n"


def serde(number):
    return f"""#[derive(serde::Serialize, serde::Deserialize)] pub struct Row{number} {{ {fields(number)} }}
pub fn read{number}(map: Map) -> serde_dynamo::Result<Row{number}> {{ serde_dynamo::from_item(map) }}
pub fn write{number}(item: &Row{number}) -> serde_dynamo::Result<Map> {{ serde_dynamo::to_item(item) }}
"""


READ = {
    "String": 'map.remove("{0}").and_then(|value| value.as_s().ok().cloned()).ok_or("{0}")?',
    "bool": 'map.remove("{0}").and_then(|value| value.as_bool().ok().copied()).ok_or("{0}")?',
    "Option<String>": 'map.remove("{0}").and_then(|value| value.as_s().ok().cloned())',
}
NUMBER = 'map.remove("{0}").and_then(|value| value.as_n().ok().and_then(|number| number.parse().ok())).ok_or("{0}")?'
WRITE = {
    "String": 'map.insert("{0}".to_owned(), AttributeValue::S(self.{0}.clone()));',
    "bool": 'map.insert("{0}".to_owned(), AttributeValue::Bool(self.{0}));',
    "Option<String>": 'if let Some(value) = &self.{0} {{ map.insert("{0}".to_owned(), AttributeValue::S(value.clone())); }}',
}
WRITTEN_NUMBER = 'map.insert("{0}".to_owned(), AttributeValue::N(self.{0}.to_string()));'


def hand(number):
    read = " ".join(f"{name}: {READ.get(kind, NUMBER).format(name)}," for name, kind in named(number))
    write = " ".join(WRITE.get(kind, WRITTEN_NUMBER).format(name) for name, kind in named(number))
    return f"""pub struct Row{number} {{ {fields(number)} }}
impl Row{number} {{
    pub fn read(mut map: Map) -> Result<Self, &'static str> {{ Ok(Self {{ {read} }}) }}
    pub fn write(&self) -> Map {{ let mut map = Map::with_capacity(10); {write} map }}
}}
"""


WAYS = {"ours, DynamoValue": values, "ours, DynamoTable": tables, "serde_dynamo": serde, "hand": hand}
USED = "#![allow(unused)]\nuse aws_sdk_dynamodb::types::AttributeValue;\ntype Map = std::collections::HashMap<String, AttributeValue>;\n"


def compile(source, libraries, options, folder):
    """Returns the compiler's CPU seconds, without those of other programs."""
    command = ["rustc", "--edition=2024", "--crate-type=lib", "--crate-name=structs", f"--out-dir={folder}"]
    command += [f"-Ldependency={folder.parent}/release/deps", *options, str(source)]
    for name in ["aws_sdk_dynamodb", "dynamo_runtime", "serde", "serde_dynamo"]:
        command += ["--extern", f"{name}={libraries[name]}"]
    before = os.times()
    subprocess.run(command, check=True, cwd=folder)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def llvm_lines(ir):
    """Lines within functions, as cargo-llvm-lines counts them."""
    count, inside = 0, False
    for line in ir.splitlines():
        if line.startswith("define "):
            inside = True
        elif line == "}":
            inside = False
        elif inside and line.startswith("  "):
            count += 1
    return count


def measure(libraries, folder):
    folder.mkdir(exist_ok=True)
    costs = {way: {kind: [] for kind in OPTIONS} for way in WAYS}
    for way, one in WAYS.items():
        (folder / f"{WAYS[way].__name__}.rs").write_text(USED + "".join(map(one, range(STRUCTS))))
    for round in range(ROUNDS):
        for way, one in WAYS.items():
            source = folder / f"{one.__name__}.rs"
            for kind in ["check", "debug", "release"]:
                costs[way][kind].append(compile(source, libraries, OPTIONS[kind], folder))
            if round == 0:
                size = subprocess.run(["size", "-t", folder / "libstructs.rlib"], check=True, capture_output=True, text=True)
                costs[way]["text"] = int(size.stdout.splitlines()[-1].split()[0])
    for way, one in WAYS.items():
        compile(folder / f"{one.__name__}.rs", libraries, OPTIONS["lines"], folder)
        costs[way]["lines"] = llvm_lines((folder / "structs.ll").read_text()) / STRUCTS
        for kind in ["check", "debug", "release"]:
            costs[way][kind] = statistics.median(costs[way][kind])
    return costs


WIDE = 20  # structs whose fields grow in number
SIZES = {"fields": [10, 50, 100, 150], "structs": [10, 50, 100, 250, 500]}


def grown(libraries, folder):
    """CPU seconds of a check, by the fields of each of some structs, and by the structs: the least of nine rounds."""
    folder.mkdir(exist_ok=True)
    source = folder / "grown.rs"
    costs = {what: {} for what in SIZES}
    for what, sizes in SIZES.items():
        for size in sizes:
            structs, count = (WIDE, size) if what == "fields" else (size, len(FIELDS))
            source.write_text(USED + "".join(tables(number, count) for number in range(structs)))
            costs[what][size] = min(compile(source, libraries, OPTIONS["check"], folder) for _ in range(9))
    return costs
