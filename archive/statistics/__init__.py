"""Figures of the archive: what is counted, the sums that are kept, and what they answer."""
