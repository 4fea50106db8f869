"""A grammar of layouts: invented talks, drawn and set at random, each with its gold reading (README.md)."""
