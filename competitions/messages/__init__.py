"""Messages inside the case: an organisation and the office write to each other about one offer."""
