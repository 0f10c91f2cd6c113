"""Learning from a clinic's own rated sessions; `selfmm.training.retraining` is the door."""
