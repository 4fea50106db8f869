"""Monitoring: log lines, figures for Prometheus, and checks of the settings."""
