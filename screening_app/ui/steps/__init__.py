"""The steps of a session, one file each, in the order in which they follow each other."""
