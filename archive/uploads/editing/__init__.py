"""The page on which a draft is corrected."""
