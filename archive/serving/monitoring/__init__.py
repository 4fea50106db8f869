"""What whoever runs the site learns of it: lines of the log, figures for Prometheus, and checks of the settings."""
