"""The documentation as a static site.

    python -m tools.site

Zensical makes the pages, by `docs/zensical.toml`. What it is given is a copy of `docs/` in which everything that a
git host understands and a site does not has been rewritten; what it gives is checked before it becomes `site/`.
"""
