"""What is new in a search, a case or a body: found for feeds, and told in letters to those who have asked for them."""
