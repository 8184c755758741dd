"""The web pages, in Swedish: ask, read the archive, add to it. They know the archive through its API only."""
