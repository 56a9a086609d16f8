"""Django glue without domain meaning; see README.md."""
