"""Typesetter of the demo archive: manuscripts in a small markdown become docx, pdf and scanned pdf papers."""
