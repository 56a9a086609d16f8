"""Tests of guildmark.server.ui."""
