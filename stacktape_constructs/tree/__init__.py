"""Config → construct tree: everything is built, then connected, then triggered."""
