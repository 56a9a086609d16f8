"""What can be earned: achievement definitions, immutable versions, offers."""
