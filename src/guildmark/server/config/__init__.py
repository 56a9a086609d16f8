"""Settings, URL map, API assembly: the only place that wires."""
