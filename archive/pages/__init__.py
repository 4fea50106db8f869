"""Public pages: views, what they show, and how they are written."""
