"""What a Python file imports, read without running it."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from stacktape_constructs.errors import PackagingError

_CAUGHT = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
# Reading all expressions of a file takes as long as parsing it; few files import by a call.
_CALLS = re.compile(rb"\b(?:import_module|__import__|iter_modules|walk_packages)\b")
_LINE = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<level>\.*)(?P<module>[\w.]*)[ \t]+import[ \t]*(?P<names>\([^)]*\)|[^\n#;]*)"
    r"|import[ \t]+(?P<modules>[\w., \t]+))",
    re.MULTILINE,
)
_NAME = re.compile(r"[\w*]+")
# What Python has learnt since 3.10: aliases and parameters of types, quotes within f-strings, t-strings, lazy
# imports, `except*`, and `except` with many types but without parentheses.
_NEW_GRAMMAR = re.compile(
    r"\b(?:type|lazy)\s+\w|\b(?:def|class)\s+\w+\s*\[|\b[ft]r?[\"']|\br[ft][\"']|\bexcept\s*\*|\bexcept\b[^:(]*,",
    re.IGNORECASE,
)
# What has names or modules that only a run could tell.
_MORE_NAMES = re.compile(rb"\b__path__\b|\bglobals\(|\bexec\(|\bsys\.modules\b|\bsetattr\(|\bvars\(")
# What looks for modules in more folders finds what nothing here can know of.
_MORE_FOLDERS = re.compile(rb"\bsys\.path\b|\bfrom sys import\b[^\n]*\bpath\b|\baddsitedir\b|\bmeta_path\b")


@attrs.frozen(kw_only=True)
class Import:
    """One import.

    Attributes:
        module: what is imported; empty for `from . import x`, and where only a run could tell.
        level: number of dots before it; 0 for an absolute import.
        names: what is taken from the module. Each may be a module itself.
        line: where it stands.
        required: the file cannot be imported without it: it stands in no function, no condition and
            no `try` that catches its failure.
        below: modules below it are imported under a name that only a run could tell.
    """

    module: str
    line: int
    level: int = 0
    names: tuple[str, ...] = ()
    required: bool = False
    below: bool = False


@attrs.frozen
class Source:
    """What is known of a file.

    Attributes:
        imports: what it imports.
        exported: the names in its `__all__`.
        defined: the names that it defines for others; None where they cannot be told.
        not_read: the line that this Python cannot read, and what it says of it, where a newer one may.
        more_folders: it may have modules looked for in other folders than Python does by itself.
        more_names: it may define names, or have modules below it, that only a run could tell.
    """

    imports: tuple[Import, ...]
    exported: tuple[str, ...] = ()
    defined: frozenset[str] | None = None
    not_read: tuple[int, str] | None = None
    more_folders: bool = False
    more_names: bool = False


def read_source(file: Path, *, shown: str, newer: bool) -> Source:
    """Reads a file.

    Args:
        file: the file.
        shown: what errors call it.
        newer: the file is for a newer Python than this one, whose grammar may not know all of it.

    Raises:
        PackagingError: it is not Python, or cannot be read.
    """
    try:
        stat = file.stat()
        return _read(file, stat.st_mtime_ns, stat.st_size, newer)
    except SyntaxError as error:
        at = f":{error.lineno}" if error.lineno else ""
        raise PackagingError(path=f"{shown}{at}", problem=f"is not Python: {error.msg}; correct it") from None
    except (OSError, ValueError, RecursionError) as error:
        raise PackagingError(path=shown, problem=f"cannot be read as Python: {error}; correct it") from None


@functools.cache
def _read(file: Path, time: int, size: int, newer: bool) -> Source:
    # Functions share modules; time and size tell whether the file is still the same.
    content = file.read_bytes()
    try:
        tree = ast.parse(content)
    except SyntaxError as error:
        text = content.decode("utf-8", errors="replace")
        if newer and _may_be_new(text, error):
            return Source(imports=tuple(_by_line(text)), not_read=(error.lineno or 1, error.msg))
        raise
    imports = [*_in_statements(tree.body, required=True)]
    if _CALLS.search(content):
        imports.extend(each for node in ast.walk(tree) if isinstance(node, ast.Call) for each in _by_call(node))
    return Source(
        imports=tuple(imports),
        exported=tuple(_exported(tree.body)),
        defined=_defined(tree.body),
        more_folders=_MORE_FOLDERS.search(content) is not None,
        more_names=_MORE_NAMES.search(content) is not None,
    )


def _may_be_new(text: str, error: SyntaxError) -> bool:
    """Whether a newer Python may read what this one cannot: indentation and the rest are as they ever were."""
    if isinstance(error, IndentationError):
        return False
    lines = text.splitlines()
    at = (error.lineno or 1) - 1
    return error.msg.startswith("f-string") or _NEW_GRAMMAR.search(lines[at] if at < len(lines) else text) is not None


def _in_statements(body: Iterable[ast.AST], *, required: bool) -> Iterator[Import]:
    for node in body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module=alias.name, line=node.lineno, required=required)
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            yield Import(module=node.module or "", level=node.level, names=names, line=node.lineno, required=required)
        elif isinstance(node, ast.If) and _is_type_checking(node.test):
            yield from _in_statements(node.orelse, required=required)
        else:
            runs = isinstance(node, (ast.ClassDef, ast.With)) or hasattr(node, "handlers")
            stays = runs and not _catches_failure(node)
            for field in ("body", "handlers", "cases", "orelse", "finalbody"):
                inner = getattr(node, field, None)
                if isinstance(inner, list):
                    yield from _in_statements(inner, required=required and stays and field == "body")


def _is_type_checking(test: ast.expr) -> bool:
    return "TYPE_CHECKING" in (getattr(test, "id", None), getattr(test, "attr", None))


def _catches_failure(node: ast.AST) -> bool:
    caught: list[ast.expr | None] = []
    for handler in getattr(node, "handlers", []):
        caught += handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    for item in getattr(node, "items", []):
        # contextlib.suppress(ImportError)
        caught += getattr(item.context_expr, "args", [])
    return any(type_ is None or getattr(type_, "id", None) in _CAUGHT for type_ in caught)


def _by_call(call: ast.Call) -> Iterator[Import]:
    function = getattr(call.func, "id", None) or getattr(call.func, "attr", None)
    if function in ("iter_modules", "walk_packages"):
        yield Import(module="", level=1, line=call.lineno, below=True)
    elif function in ("import_module", "__import__") and call.args:
        known, complete = _beginning(call.args[0])
        if known.startswith(".") and function == "import_module" and len(call.args) > 1:
            # `__package__` is what the dots mean anyway.
            known = f"{_beginning(call.args[1])[0]}{known}"
        name = known.lstrip(".")
        level = len(known) - len(name)
        if complete:
            yield Import(module=name, level=level, line=call.lineno)
        else:
            package, dot, _ = name.rpartition(".")
            # Nothing known: then it is a neighbour of the file, or anything.
            yield Import(module=package, level=0 if dot else max(level, 1), line=call.lineno, below=True)


def _beginning(name: ast.expr) -> tuple[str, bool]:
    """The part of a text that is known, and whether that is all of it."""
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        return name.value, True
    if isinstance(name, ast.JoinedStr) and name.values:
        return _beginning(name.values[0])[0], False
    if isinstance(name, ast.BinOp) and isinstance(name.op, ast.Add):
        return _beginning(name.left)[0], False
    return "", False


def _by_line(text: str) -> Iterator[Import]:
    for found in _LINE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        if found["modules"] is not None:
            for module in found["modules"].split(","):
                if module.split():
                    yield Import(module=module.split()[0], line=line)
        else:
            names = (part.split()[0] for part in found["names"].strip("()").split(",") if part.split())
            yield Import(
                module=found["module"],
                level=len(found["level"]),
                names=tuple(name for name in names if _NAME.fullmatch(name)),
                line=line,
            )


def _exported(body: Iterable[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(getattr(target, "id", None) == "__all__" for target in targets):
                for constant in ast.walk(node.value or node):
                    if isinstance(constant, ast.Constant) and type(constant.value) is str:
                        yield constant.value


def _defined(body: Iterable[ast.stmt]) -> frozenset[str] | None:
    names: set[str] = set()
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names.update(name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
        elif not isinstance(node, ast.Expr):
            # Conditions and loops may define anything.
            names.update(n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
            definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
            names.update(n.name for n in ast.walk(node) if isinstance(n, definitions))
            names.update(
                alias.asname or alias.name
                for n in ast.walk(node)
                if isinstance(n, (ast.Import, ast.ImportFrom))
                for alias in n.names
            )
    return None if names & {"*", "__getattr__"} else frozenset(names)
