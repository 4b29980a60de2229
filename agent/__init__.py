"""The shell around the coaching steps: the graph, the integrations, the checkpointer and the ways in."""
