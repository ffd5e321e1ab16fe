"""Which function of a module Lambda calls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stacktape_constructs.errors import PackagingError, did_you_mean

# A minified file is one line, so a statement may also begin behind another one.
_STATEMENT = r"(?:^|[;}])[ \t]*"
_DEFAULT_EXPORT = re.compile(
    _STATEMENT + r"(?:export\s+default\b"
    r"|export\s*\{(?:[^}]*\bas\s+default\b|(?:[^}]*,)?\s*default\s*[,}])"
    r"|(?:module\.)?exports\.default\s*=)",
    re.MULTILINE,
)
# At the start of a line: within one, what looks like a comment may be part of a text.
_COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)", re.MULTILINE | re.DOTALL)
# esbuild writes the names of a CommonJS bundle's exports behind its code, for Node.js to read. `default` is
# never one of them, for to Node.js that is the module as a whole.
_ANNOTATION = re.compile(r"0 && \(module\.exports ?= ?\{(?P<names>[^}]*)\}\)")
_ANNOTATION_BYTES = 64 * 1024


def handler_function(text: str) -> str:
    """The function of a source file that is called where the user named none.

    Stacktape calls the default export; Lambda's own documentation names the export `handler`.
    """
    # Few files say the word, and to look for it alone takes no time.
    if "default" not in text:
        return "handler"
    return "default" if _DEFAULT_EXPORT.search(_COMMENT.sub("", text)) else "handler"


def check_exported(function: str, output: Path, told: Mapping[str, Any], *, title: str) -> None:
    """Refuses a bundle that does not export its handler.

    Raises:
        PackagingError: it is not among the exports. Where they cannot be known, nothing is said.
    """
    exports = _exports(output, told)
    if exports is None or function in exports or (function == "default" and output.suffix != ".mjs"):
        return
    found = f"it exports {', '.join(sorted(exports))}" if exports else "it exports nothing"
    raise PackagingError(
        path=title,
        problem=f"does not export '{function}', which is to be called; {found}"
        + (did_you_mean(function, exports) or "; export it, or name another one as the handler function"),
    )


def _exports(output: Path, told: Mapping[str, Any]) -> set[str] | None:
    if output.suffix == ".mjs":
        (exports,) = (o["exports"] for o in told["outputs"].values() if "entryPoint" in o)
        return set(exports)
    with output.open("rb") as file:
        file.seek(max(0, output.stat().st_size - _ANNOTATION_BYTES))
        tail = file.read().decode("utf-8", errors="replace")
    annotation = _ANNOTATION.search(tail)
    # A source file that is CommonJS itself has no such names.
    return None if annotation is None else {_name(entry) for entry in annotation["names"].split(",") if _name(entry)}


def _name(entry: str) -> str:
    """The name in one line of the annotation, which may be `name`, `"na-me": null` or end with a comment."""
    return re.sub(r"//.*", "", entry).partition(":")[0].strip().strip('"')
