"""Who asks, what they may, and of whose papers: told once for each request, and held at one gate."""
