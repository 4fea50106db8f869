"""Offices: who held them, their forms, and how labels print them."""
