"""People, the hats they wear, and the frozen actor that every verb and every gate takes."""
