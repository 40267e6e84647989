"""The calendar of the marshal and the Board: events with their conflicts, what is prepared for them, the weekly list for the media."""
