"""The command line, a file a group of commands; each has `add_to`, which adds its commands to a parser."""
