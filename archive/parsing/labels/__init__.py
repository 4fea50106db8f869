"""Speakers' labels: what could be one, the evidence for and against, and labels that may have been missed."""
