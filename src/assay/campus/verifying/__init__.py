"""The public verify page and API; keeps no documents."""
