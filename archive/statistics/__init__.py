"""Statistics of the archive: what is counted, the stored sums, and the queries on them."""
