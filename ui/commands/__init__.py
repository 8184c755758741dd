"""The groups of commands that have a file of their own."""
