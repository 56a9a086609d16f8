"""People: sign-in, second factors, API tokens, export and erase."""
