"""The world outside the science: network, disk, keys and clock. Nothing is decided here."""
