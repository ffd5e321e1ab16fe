"""Inputs that once took minutes, gigabytes or the process, and others that are made to.

By what an input is: the input, and the beginning of what is said of it; nothing where it is a config.
"""

from __future__ import annotations

from stacktape_constructs.document.reader import MAX_FILE_SIZE

#: What a file of the greatest size holds beside the lines around it.
SIZE = MAX_FILE_SIZE - 2000

BUS = "resources: {bus: {type: event-bus}}\n"
FUNCTION = "resources:\n  f:\n    type: function\n    properties:\n"
#: Where a text may stand that is evaluated, and holds directives of all kinds.
VALUE = BUS + "stackConfig: {outputs: [{name: a, value: "


def full(unit: str, size: int = SIZE) -> str:
    return unit * (size // len(unit.encode()))


def numbered(template: str, count: int) -> str:
    """A text once for each number, with the number for each `#`."""
    return "".join(template.replace("#", str(number)) for number in range(count))


def values(texts: str) -> str:
    """A config whose directives stand in a list."""
    return f"{BUS}serviceName: [{texts}]\n"


def text_of(*, variables: str, value: str) -> str:
    return f"variables: {{{variables}}}\n{VALUE}{value}}}]}}\n"


DOCUMENTS: dict[str, tuple[str | bytes, str]] = {
    "lists without end": (full("["), "mappings and lists are nested more than 100 deep"),
    "mappings without end": (full("{a: "), "mappings and lists are nested more than 100 deep"),
    "keys that are keys of keys": (full("? "), "mappings and lists are nested more than 100 deep"),
    "350,000 lists in a few others": (f"a: {'[' * 98}{full('[],')}{']' * 98}", "a file has at most 50,000 values"),
    "170,000 mappings of one entry": (f"[{full('a: b,')}]", "a file has at most 50,000 values"),
    "a million short keys": ("resources: {" + numbered("#,", 150_000) + "}", "a file has at most 50,000 values"),
    "100,000 keys that are one": (full("a: 1\n"), "reading stops here, after 100 problems"),
    "40,000 %TAG lines": (numbered("%TAG !a#! tag:x\n", 40_000) + "---\na: 1\n", "a %TAG directive is not supported"),
    "40,000 %TAG lines of a second document": (
        "a: 1\n...\n" + numbered("%TAG !a#! tag:x\n", 40_000) + "---\na: 1\n",
        "a %TAG directive is not supported",
    ),
    "a %TAG line that each tag repeats": (
        f"%TAG ! {'x' * 500_000}\n---\n{full('- !a b', SIZE // 2)}",
        "a %TAG directive is not supported",
    ),
    "a tag of a million characters": (f"a: !{full('x')} b\n", "unknown tag '!xxxxx"),
    "lists of aliases of lists of aliases": (
        "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 60)),
        "aliases repeat more than 100,000 values",
    ),
    "merges of merges": (
        "a0: &a0 {k0: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}], k{i}: 1}}\n" for i in range(1, 60)),
        "aliases repeat more than 100,000 values",
    ),
    "merges in merges in merges": (
        "a: " + "{<<: " * 98 + "{" + numbered("k#: 1, ", 20_000) + "}" + "}" * 98,
        "merges repeat more than 100,000 values",
    ),
    "many anchors and many aliases of none": (
        "x:\n" + numbered("- &anchor# 1\n", 10_000) + numbered("- *ancher#\n", 100),
        "reading stops here, after 100 problems",
    ),
    "long anchors and long aliases of none": (
        "x:\n" + numbered(f"- &{'ab' * 400}# 1\n", 1_000) + numbered(f"- *{'ba' * 400}#\n", 200),
        "reading stops here, after 100 problems",
    ),
    "a key of a million characters": (f'? "{full("k")}"\n: 1\n', "property 'resources' of the config is missing"),
    "a text of a million characters": (f"{VALUE}{full('x ')}}}]}}\n", ""),
    "a text of a million line breaks": (f'{VALUE}"{full("    x" + chr(10))}"}}]}}\n', ""),
    "a text of a million blank lines": (f"{BUS}variables:\n  a: |\n{full(chr(10))}    x\n", ""),
    "a text of escapes with one that is wrong at its end": (
        f'{BUS}variables: {{a: "{full(chr(92) + "n")}{chr(92)}q"}}\n',
        "this escape is unknown",
    ),
    "a text that is never closed": (f'{BUS}variables: {{a: "{full("x" + chr(10))}', 'this " is never closed'),
    "a block of lines that are each indented deeper": (
        f"{BUS}variables:\n  a: |\n" + "".join(f"{' ' * i}\n" for i in range(1400)) + "x",
        "expected a key with ': ' after it, got 'x'",
    ),
    "a line of a million characters with a fault at its end": (
        "{" + full("a: ,", 190_000) + "]",
        "duplicate key 'a'",
    ),
    "tabs": (full("\t"), "this line is indented with a tab"),
    "bytes of zero": (b"\0" * SIZE, "U+0000 does not occur in text"),
    "bytes of no encoding": (b"\xff" * SIZE, "byte 0xff is not valid UTF-8"),
    "half characters": (b"a: " + b"\xed\xa0\x80" * 1000, "byte 0xed is not valid UTF-8"),
    "half characters in UTF-16": (b"\xff\xfea\0:\0 \0" + b"\0\xd8" * 1000, "byte 0x00 is not valid UTF-16-LE"),
    "byte order marks in the middle": ("a: b\n" + full("\ufeff"), "byte order mark U+FEFF may stand at the start"),
    "line breaks of old": (full("- a\r", 150_000), "the config must be a mapping with 'resources', got a list"),
    "line breaks of mainframes": (full("- a\x85", 150_000), "the config must be a mapping with 'resources'"),
    "line breaks of Unicode": (full("a: b\u2028", 350_000) + "]", "duplicate key 'a'"),
    "documents": (full("---\n"), "a second document begins here"),
    "keys that are missing": (full(": "), "a key is missing before this ':'"),
    "a hexadecimal number of a million digits": (f"{BUS}variables: {{a: 0x{full('f')}}}\n", ""),
}

CONFIGS: dict[str, tuple[str, str]] = {
    "1,000 resources": ("resources:\n" + numbered("  r#: {type: event-bus}\n", 1_000), "a stack has at most 500"),
    "1,000 CloudFormation resources": (
        f"{BUS}cloudformationResources:\n" + numbered("  r#: {Type: A}\n", 1_000),
        "a stack has at most 500 resources, got 1,000",
    ),
    "resources of unknown types": (
        "resources:\n" + numbered("  r#: {type: funktion#}\n", 500),
        "reading stops here, after 100 problems",
    ),
    "2,000 unknown properties": (
        FUNCTION + numbered("      memroy#: 1\n", 2_000),
        "reading stops here, after 100 problems",
    ),
    "2,000 events of unknown types": (
        f"{FUNCTION}      events:\n" + numbered("      - {type: scedule#}\n", 2_000),
        "reading stops here, after 100 problems",
    ),
    "2,000 empty pattern values": (
        f"{FUNCTION}      events: [{{type: event-bus, properties: {{eventPattern: {{source: ["
        + "[]," * 2_000
        + "]}}}]\n",
        "reading stops here, after 100 problems",
    ),
    "a resource name of a million characters": (
        f'resources:\n  ? "{full("k")}"\n  : {{type: function}}\n',
        "property 'packaging' of function 'kkkkkkkk",
    ),
    "a resource type of a million characters": (
        f"resources: {{a: {{type: {full('function ')}}}}}\n",
        "unknown resource type 'function function",
    ),
    "a property name of a million characters": (
        f"{FUNCTION}      ? {full('memory')}\n      : 1\n",
        "unknown property 'memorymemory",
    ),
    "a choice of a million characters": (
        f"{FUNCTION}      architecture: {full('arm64')}\n",
        "'architecture' of function 'f' must be one of",
    ),
    "a number of a million digits": (
        f"{FUNCTION}      memory: {full('9')}\n",
        "'memory' of function 'f' must be a whole number, got '9999",
    ),
    "a number with a fraction of a million digits": (
        f"{FUNCTION}      memory: 5.{full('0')}\n",
        "'memory' of function 'f' must be between 128 and 10240, got 5.0000",
    ),
    "an output name of a million characters": (
        f"{BUS}stackConfig: {{outputs: [{{name: {full('a-')}, value: x}}]}}\n",
        "output name 'a-a-a-a-",
    ),
    "an output name without a letter": (
        f"{BUS}stackConfig: {{outputs: [{{name: '{full('-')}', value: x}}]}}\n",
        "output name '--------",
    ),
}

DIRECTIVES: dict[str, tuple[str, str]] = {
    "a hexadecimal number that is too long to be printed": (
        text_of(variables="a: 0x" + "f" * 5000, value="\"$Format('{}', $Var().a)\""),
        "",
    ),
    "directives in directives": (
        f"{BUS}serviceName: \"{chr(36)}Format('{{}}', {full('$Format(')})\"\n",
        "a directive may have 100 pairs of parentheses at most",
    ),
    "many directives in directives": (
        values(numbered('"' + "$Format('{}', " * 99 + "#" + ")" * 99 + '",', 600)),
        "reading stops here, after 100 problems",
    ),
    "a directive with a million arguments": (
        f'{VALUE}"$Format({full(",")})"}}]}}\n',
        "directive $Format(,,,,,,,,",
    ),
    "a directive with a path of a million parts": (
        f"{VALUE}$Var(){full('.a')}}}]}}\n",
        "directive $Var().a.a.a",
    ),
    "a directive with a name of a million characters": (
        f"{VALUE}${full('Var')}()}}]}}\n",
        "unknown directive $VarVarVar",
    ),
    "an option with a name of a million characters": (
        f"{VALUE}\"$CliArgs('{full('stage')}')\"}}]}}\n",
        "directive $CliArgs('stagestage",
    ),
    "many variables and many that are missing": (
        f"variables: {{{numbered('some#: 1,', 15_000)}}}\n" + values(numbered("$Var().soma#,", 200)),
        "reading stops here, after 100 problems",
    ),
    "long variables and long ones that are missing": (
        f"variables: {{{numbered(f'? {chr(97) * 2000}#{chr(10)}: 1,', 400)}}}\n"
        + values(numbered(f"$Var().{'ab' * 1000}#,", 60)),
        "directive $Var().ababab",
    ),
    "each item of a long list": (
        f"variables: {{a: [{'1,' * 10_000}]}}\n" + values(numbered("$Var().a.#, ", 10_000)),
        "'serviceName' of the config must be text, got a list",
    ),
    "items that a long list has not": (
        f"variables: {{a: [{'1,' * 10_000}]}}\n" + values(numbered("$Var().a.x#, ", 1_000)),
        "reading stops here, after 100 problems",
    ),
    "lists of twice the list before": (
        "variables: {v0: [x, y], "
        + "".join(f"v{i}: [$Var().v{i - 1}, $Var().v{i - 1}], " for i in range(1, 39))
        + f"}}\n{BUS}serviceName: $Var().v38\n",
        "the directives make more than 100,000 values",
    ),
    "a text of twice the text before": (
        f"variables: {{v0: {'x' * 1000}, "
        + "".join(f"v{i}: \"$Format('{{}}{{}}', $Var().v{i - 1}, $Var().v{i - 1})\", " for i in range(1, 19))
        + f"}}\n{BUS}serviceName: $Var().v18\n",
        "the directives make more than 100,000 values, or texts of 10,000,000 characters",
    ),
    "a long text in many places": (
        f"variables: {{t: {'x' * 300_000}}}\n" + values(numbered("\"$Format('{}#', $Var().t)\", ", 10_000)),
        "the directives make more than 100,000 values, or texts of 10,000,000 characters",
    ),
    "a long text many times in one": (
        f"variables: {{t: {'x' * 300_000}}}\n" + values(f"\"$Format('{'{}' * 90}'{', $Var().t' * 90})\""),
        "the directives make more than 100,000 values, or texts of 10,000,000 characters",
    ),
    "lists that directives nest in lists": (
        f"variables: {{{', '.join(f'v{i}: {chr(91) * 90}$Var().v{i + 1}{chr(93) * 90}' for i in range(39))}, v39: 1}}\n"
        f"{BUS}serviceName: $Var().v0\n",
        "the directives nest mappings and lists more than 100 deep",
    ),
    "lists that were evaluated before nested in lists": (
        f"variables: {{{', '.join(f'v{i}: {chr(91) * 90}$Var().v{i + 1}{chr(93) * 90}' for i in range(39))}, v39: 1}}\n"
        + values(", ".join(f"$Var().v{i}" for i in range(39, -1, -1))),
        "the directives nest mappings and lists more than 100 deep",
    ),
    "a circle of directives in many places": (
        "variables: {a: $Var().b, b: $Var().a}\n" + values("$Var().a, " * 5_000),
        "directive $Var().a leads back to itself: $Var().a → $Var().b → $Var().a",
    ),
    "a chain of directives that is a circle": (
        f"variables: {{{numbered('v#: $Var().v1#, ', 3_000)}}}\n{BUS}serviceName: $Var().v0\n",
        "directive $Var().v1",
    ),
}

#: Files beside the config, by their names.
FILES: dict[str, str] = {
    "a.yml": "a: $File('b.yml').b\n",
    "b.yml": "b: $File('a.yml').a\n",
    "large.yml": "a: [" + "1," * 400_000 + "]\n",
    "wide.yml": "a: [" + "1," * 10_000 + "]\n",
    "deep.yml": "[" * 400_000,
    "large.txt": "x" * 999_000,
    "wrong.ini": "x\n" * 400_000,
    "large.ini": "[a]\n" + numbered("k# = v\n", 70_000),
    ".env": numbered("k#=v\n", 100_000),
    "few.ini": "=x\n" * 9_000,
}

FILE_DIRECTIVES: dict[str, tuple[str, str]] = {
    "files that lead to each other": (values("$File('a.yml').a"), "directive $File('a.yml').a leads back to itself"),
    "a large file in many places": (
        values(numbered("$File('large.yml').a.#, ", 5_000)),
        "file 'large.yml' is no valid",
    ),
    "each item of a file": (values(numbered("$File('wide.yml').a.#, ", 5_000)), "'serviceName' of the config must be"),
    "a file by many paths": (
        values(", ".join(f"\"$File('{'./' * i}wide.yml').a.{i}\"" for i in range(400))),
        "'serviceName' of the config must be text",
    ),
    "a file that nests deep": (values("$File('deep.yml').a"), "file 'deep.yml' is no valid YAML: mappings and lists"),
    "a long text in many places": (
        values(numbered("\"$FileRaw('large.txt', #)\", ", 10_000)),
        "the directives make more than 100,000 values, or texts of 10,000,000 characters",
    ),
    "an INI file of lines that are wrong": (values("$File('wrong.ini').a"), "file 'wrong.ini' has more than 10,000"),
    "an INI file of less lines that are wrong": (values("$File('few.ini').a"), "file 'few.ini' is no valid INI"),
    "a long INI file": (values("$File('large.ini').a.k5"), "file 'large.ini' has more than 10,000 lines"),
    "a long .env file": (values(numbered("$File('.env').k#, ", 1_000)), "file '.env' has more than 10,000 lines"),
    "a path with a zero": (values("\"$File('a\\0.yml')\""), "'a\\x00.yml' is not the path of a file"),
    "a raw path with a zero": (values("\"$FileRaw('a\\0.yml')\""), "'a\\x00.yml' is not the path of a file"),
    "a path of a million characters": (values(f"\"$File('{full('./')}a.yml')\""), "the path './././"),
    "a path that goes down and up": (values(f"\"$File('{full('b/../')}a.yml')\""), "the path 'b/../b/"),
}
