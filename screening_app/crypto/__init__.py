"""Keys and encrypted files: what lies on the disk is read only by who has the key. Knows no database, no window."""
