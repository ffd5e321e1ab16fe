"""Ruby source files, copied with the files that they require by their place."""
