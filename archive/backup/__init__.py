"""The whole archive written into one zip, checked, and read back."""
