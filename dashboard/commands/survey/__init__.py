"""From an exported survey file to protected results in `data/surveys`."""
