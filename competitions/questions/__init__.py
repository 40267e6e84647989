"""Questions about a competition: anyone asks, staff answer, answers are published for all without the asker."""
