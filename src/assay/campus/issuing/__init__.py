"""From a met decision to a signed, published, revocable credential."""
