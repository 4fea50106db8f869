"""The public pages: views, presenters and templates."""
