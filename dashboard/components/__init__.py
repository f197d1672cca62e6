"""Pure layout builders: Dash components from model objects, no state and no callbacks."""
