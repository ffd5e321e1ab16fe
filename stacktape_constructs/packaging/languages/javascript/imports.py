"""What a JavaScript file imports."""

from __future__ import annotations

import re

_SPECIFIER = re.compile(
    r"""(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(?:/\*[^*]*\*/\s*)*(?P<quote>["'`])(?P<name>[^"'`\n]+)(?P=quote)"""
)
_OF_NODE = frozenset(
    "assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain "
    "events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl "
    "stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib".split()
)


def needs_no_bundle(text: str) -> bool:
    """Whether a file imports nothing but modules that Node.js, or Lambda's runtime, has.

    Reading a comment as an import only means that a bundle is made.
    """
    return all(_is_there(found["name"]) for found in _SPECIFIER.finditer(text))


def _is_there(name: str) -> bool:
    if name.startswith(("node:", "@aws-sdk/", "@smithy/")):
        return True
    # `punycode/` is a package, and `punycode` is not.
    return name.partition("/")[0] in _OF_NODE and not name.endswith("/")
