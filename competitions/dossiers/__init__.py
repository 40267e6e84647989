"""Dossiers: everything of a case in one ZIP, with a manifest of hashes, for an auditor, an appeal or the archive."""
