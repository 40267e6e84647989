"""Pages: the guarded view, panels, middleware, what every page knows."""
