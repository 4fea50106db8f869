"""Citations and files that readers take away."""
