"""Correspondence of the marshal, the Board's members and the secretary: from receipt by decree and hand-over to the answer."""
