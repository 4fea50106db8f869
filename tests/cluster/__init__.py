"""A real OpenSearch cluster on this machine, built from Maven artefacts: `make cluster-tests`."""
