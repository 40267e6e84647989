"""What every part of the API stands on: keys with scopes, problem documents, pages of lists, the schema."""
