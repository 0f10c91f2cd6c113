"""Where the app's nouns are kept: rows in one SQLite file, media in one folder for each interview.

Only this room knows SQL. Repositories take and return the frozen dataclasses of `screening_app.domain`.
"""
