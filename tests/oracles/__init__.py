"""Independent implementations that judge Guildmark's credentials; see README.md."""
