"""What minutes state, counted: what a question asks to have counted, and each thing behind the number."""
