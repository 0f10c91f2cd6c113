"""What a clinician sees: pages that ask services, start jobs and draw the answers."""
