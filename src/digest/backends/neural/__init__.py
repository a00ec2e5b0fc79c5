"""Encoder-decoder checkpoints: translators and summarizers that run on this machine.

A text's way: `translator` or `summarizer` takes sentences (`clauses` cuts what is too long),
`vocabulary` makes tokens of them, told the `languages` as the row of its `families` wants;
`batching` puts tokens of many texts together, and one of the `runtimes` answers each batch as
`generation` has it.

A model's way: `choice` says which engine serves a directory: `seq2seq`, `ctranslate2` or `firefox`;
`model` loads it when it is first used; `conversion` writes weights for CTranslate2 into it.
"""
