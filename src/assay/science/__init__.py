"""The credential science: pure and typed. No network, no disk, no clock, no randomness; those are arguments."""
