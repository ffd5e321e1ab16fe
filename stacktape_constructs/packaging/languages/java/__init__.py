"""Java source files, which are built by a project's own build."""
