"""Measuring side by side: the server, nginx and pgbench take turns on the same machine."""
