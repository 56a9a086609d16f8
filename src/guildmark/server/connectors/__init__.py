"""Outside systems that Guildmark talks with, one folder each, all of it inside."""
