"""Forty searches whose best answers were chosen by reading: what a change of the ranking is measured by."""
