"""Planning: why calls are missed, and what another roster would change. See decisions 0114 to 0116."""
