"""What keeps one caller from shutting the others out.

`connections` bounds who is connected and how slowly they may send, `bodies` how much of a request is taken, `admission`
how much one client may ask at once and how often, `letters` how many letters it may have sent, `turns` how much is
worked on at a time and in which order.
"""
