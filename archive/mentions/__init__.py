"""The countries mentioned in records: detection, editors' decisions, evidence."""
