"""Apps that make the same stack in several ways, and how long they take."""
