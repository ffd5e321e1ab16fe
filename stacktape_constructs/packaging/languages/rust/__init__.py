"""Rust source files, compiled by cargo."""
