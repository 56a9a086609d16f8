"""Pages: what anybody may see of a credential, and the learner's own rooms."""
