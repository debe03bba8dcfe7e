"""The command line `palm`: the only place that may reach the sandbox."""
