"""PHP source files."""
