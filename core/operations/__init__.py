"""Running an installation: backup, restore and verification, health, metrics, and the administrator's page."""
