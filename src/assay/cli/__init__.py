"""The commands. One file each; ``main`` finds them by name and imports only the one that was asked for."""
