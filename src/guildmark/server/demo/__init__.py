"""A place to play: sample organizations, people and the main job read aloud."""
