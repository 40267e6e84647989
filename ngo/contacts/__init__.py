"""Other databases of the office: institutions that serve organisations, contact lists with consent, mailings to them."""
