"""Camera and microphone → one Matroska file with sound and picture in step; no widgets, no Qt."""
