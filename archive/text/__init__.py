"""Texts, paragraphs, sentences, names and numbers in text. Pure."""
