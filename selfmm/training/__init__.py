"""Learning: configuration, generated unimodal labels, the training loop and its evaluation by person."""
