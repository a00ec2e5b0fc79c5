"""Language models that are told what to do: local ones, and any OpenAI-compatible server.

A model answers prompts; what it answers is only ever data. An answer must fit its schema, and
every point must quote the article, or it is dropped.
"""
