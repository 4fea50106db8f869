"""XML and JSON: Akoma Ntoso, TEI, and files of unknown origin."""
