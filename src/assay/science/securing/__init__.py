"""From bytes to proofs: strict JSON, canonical forms, keys, Data Integrity and tokens."""
