"""Questions in, cited answers out, over HTTP."""
