"""The countries that records mention: found anew, decided by editors, shown with their evidence."""
