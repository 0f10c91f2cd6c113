"""Long work away from the window, one job at a time, with progress and cancelling."""
