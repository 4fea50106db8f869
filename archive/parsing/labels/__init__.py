"""Speakers' labels: candidates, the evidence for and against them, and labels that may have been missed."""
