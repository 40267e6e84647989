"""Notices: letters in an outbox, delivered by a worker, with a copy on the desk."""
