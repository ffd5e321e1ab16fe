"""Does nothing; it is here for what a job brings along."""
