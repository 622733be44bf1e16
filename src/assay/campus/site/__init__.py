"""Wires the rooms together: settings, addresses, errors, start-up."""
