"""What people touch: the command line, the web pages."""
