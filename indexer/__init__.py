"""Passages and vectors: from an understood document to what is searched."""
