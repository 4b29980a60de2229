"""How the models of nodes/models are trained, and on what. Not in the wheel."""
