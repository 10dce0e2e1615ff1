"""The first installation and the demo: the only place that fills every room."""
