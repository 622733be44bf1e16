"""Evidence in, a decision out, against the public rubric."""
