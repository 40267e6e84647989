"""Pages of the register: for everyone, for an organisation, for staff."""
