"""What a paper states, a kind of fact a file, each with its place."""
