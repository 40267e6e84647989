"""The register of organisations: who they are, their names over time, the people who act for them."""
