"""What stands in the best passages: their points, what speaks for each, what a question expects."""
