"""Proofs under several releases of TensorFlow, and the record of what a person has read for facts."""
