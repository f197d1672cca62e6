"""Official files read into the tables of all small towns: shown first, written all or nothing."""
