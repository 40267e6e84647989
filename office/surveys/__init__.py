"""The satisfaction survey of the office's clients: anonymous answers counted per service and quarter, published without small counts."""
