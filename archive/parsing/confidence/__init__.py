"""The confidence of a reading: evidence weighed by a learnt table."""
