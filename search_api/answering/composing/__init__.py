"""Answers that a language model writes, and the gate that lets through what quotations carry."""
