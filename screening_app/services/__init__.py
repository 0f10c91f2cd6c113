"""What a clinician can do, a verb a function. Nothing here knows Qt or SQL."""
