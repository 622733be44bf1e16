"""From a definition and a person to a signed credential."""
