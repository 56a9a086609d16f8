"""The template tags of the design system, one module per kind; `{% load ui %}` has them all."""
