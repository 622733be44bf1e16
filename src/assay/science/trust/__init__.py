"""Who recognises whom. Trust is always the relying party's: nothing here has an opinion of its own."""
