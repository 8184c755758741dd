"""Is it any good, and how fast: question sets, measures, reports."""
