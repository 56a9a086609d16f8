"""Mutation testing: does a test fail for each way in which a line could be wrong?"""
