"""The pages of this room: the learner's, the assessor's, and the files themselves."""
