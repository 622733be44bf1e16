"""Who is here: accounts, organisations, roles, and what happened."""
