"""Layouts that only the whole document tells: what stands beside, below or instead of a label."""
