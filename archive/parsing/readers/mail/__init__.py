"""Messages, mailboxes and pages saved as one file."""
