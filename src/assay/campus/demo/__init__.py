"""The demo world, built only through the verbs of the other rooms."""
