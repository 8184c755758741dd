"""The language of committee papers, for papers and questions alike: days, numbers, people, bodies, cases, laws."""
