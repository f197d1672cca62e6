"""What the site costs beside a plain Dash page and a Streamlit page with the same content."""
