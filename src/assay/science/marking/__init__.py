"""The mark: the picture that a definition gets when nobody uploaded one, drawn from what the definition says."""
