"""Public figures as open data: files, a package, a catalogue, an interface for programs."""
