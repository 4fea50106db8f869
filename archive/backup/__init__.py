"""The whole archive in one zip: export, verification and restore."""
