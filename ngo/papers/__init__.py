"""Papers of an organisation: who may sign for it, its accounts, its documents, the changes it proposes."""
