"""The command line: what can be said of a config without building it, and so without the CDK."""
