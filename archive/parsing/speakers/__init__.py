"""The speakers: the person behind each label, the office, and the role of each turn."""
