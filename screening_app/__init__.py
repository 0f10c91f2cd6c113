"""A window in which a clinician records, scores and reviews screening interviews."""
