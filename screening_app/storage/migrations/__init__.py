"""How the database grows from one version of the app to the next; run by `storage.database` when it opens a file."""

HEAD = "0011"  # the newest revision in `versions`, so that an up-to-date file opens without loading alembic
