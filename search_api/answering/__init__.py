"""Answers: verbatim sentences, chosen and cited, or none."""
