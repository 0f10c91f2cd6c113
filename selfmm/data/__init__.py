"""Samples on their way to the model: files on disk, data sets, batches, normalisation and splits by person."""
