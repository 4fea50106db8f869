"""What corrections teach of the layouts of sources: learnt, tried on what is published, used for the next files."""
