"""The network: text encoder, sequence encoders and Self-MM's four heads."""
