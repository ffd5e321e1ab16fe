"""Go source files, compiled by the Go toolchain."""
