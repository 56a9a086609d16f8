"""The look of Guildmark: pages, components, forms, badges and certificates.

No models and no domain meaning live here; see README.md for every component.
"""
