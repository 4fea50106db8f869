"""A real OpenSearch cluster on this machine, made of Maven artefacts: `make cluster-tests`."""
