"""Python source files, with the dependencies that uv or pip installs."""
