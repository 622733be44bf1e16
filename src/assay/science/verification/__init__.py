"""Is it genuine, is it current, and who says so? The story that every door of Assay tells."""
