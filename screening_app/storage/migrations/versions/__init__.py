"""One file for each step from one schema to the next; a step is never changed once it has been released."""
