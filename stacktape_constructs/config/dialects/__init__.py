"""Older spellings of the language, rewritten to today's.

Stacktape changed its language often between 2020 and 2023 and put no version into its files, so a
dialect is recognised by its keys and rewritten key by key, not file by file: real files mix them.
Each rule is a function from a mapping to a mapping, and every node keeps its place in the file, so
that a message about a rewritten property points at what the author wrote.

`docs/dialects.md` shows each rule with an example.
"""

from stacktape_constructs.config.dialects.normalise import normalise

__all__ = ["normalise"]
