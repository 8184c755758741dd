"""How fast: each benchmark compares ways side by side in one run, and is run by hand."""
