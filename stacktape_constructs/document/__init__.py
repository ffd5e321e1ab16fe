"""YAML text → nodes that know where they stand.

The first room of the adapter. It knows YAML and its traps, and nothing of resources or of the CDK:

    bytes ──characters──▶ text ──events──▶ events ──composer──▶ nodes

- `reader` is the door: `read_file` and `read_text`.
- `nodes` is what comes out: scalars, sequences and mappings, each with its `Position`.
- `scalars` says what an unquoted `3.10`, `NO` or `012345678901` is; a reader that knows the type of
  the field it fills takes the raw text instead.
- `composer` builds the nodes and holds the limits that keep a hostile or broken file from crashing
  or hanging the process; `merge` unfolds `<<`, `tags` judges `!Ref` and `!!int`.
- `syntax_errors` turns what a YAML parser says into what its user can do, fault by fault
  (`text_faults`, `structure_faults`).

A text with problems raises one `ConfigError` with all of them. After a syntax error nothing more
can be read, so it is the last one.
"""
