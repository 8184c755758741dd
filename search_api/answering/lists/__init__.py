"""Lists: which one a question asks for, and those that stand in the text itself."""
