"""The archive: files in, understood documents out."""
