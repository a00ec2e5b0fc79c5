"""Whether a converted model does what the original does: outputs and scores of a few sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.backends.neural.generation import Request, room
from digest.errors import DigestError

if TYPE_CHECKING:
    from digest.backends.neural.batching import Tokens
    from digest.backends.neural.runtimes.ctranslate2 import CTranslate2
    from digest.backends.neural.vocabulary import Prompt, Vocabulary

SAMPLE = (
    "The council voted on Tuesday to repair the old bridge over the river.",
    "Городской совет проголосовал за ремонт старого моста через реку.",
    "10 20 30, 2026.",
)
BEAMS = (1, 4)
# Differences of a token's log-probability, on average over an output. On random weights it was at
# most 0.00002 in float32 for every family, and 0.008 in int8 for a Marian 256 wide; the known
# faults of the converter make it 1 and more.
EXACT = 0.001
QUANTIZED = 0.25
_TYPICAL = ("ru", "be", "uk", "en")  # languages to try, of those that a model knows


@dataclass(frozen=True, slots=True)
class Case:
    """One source, how it was searched, what was found, and how likely that was, a token."""

    source: Tokens
    request: Request
    output: Tokens
    score: float


Expected = list[Case]


def expected(model: Any, vocabulary: Vocabulary, known: frozenset[str]) -> Expected:
    """Return what transformers makes of the sample, one text at a time."""
    tags = [tag for tag in _TYPICAL if tag in known] or sorted(known) or [""]
    prompt = vocabulary.prompt(tags[0], tags[-1])
    sources = vocabulary.encode(SAMPLE, prompt)
    return [_case(model, source, prompt, beams) for source in sources for beams in BEAMS]


def _case(model: Any, source: Tokens, prompt: Prompt, beams: int) -> Case:
    """Search as CTranslate2 does: with beams, until as many outputs as beams have ended."""
    import torch  # takes seconds

    request = Request(room(len(source)), beams, prompt.forced)
    model.generation_config.update(max_length=None, forced_eos_token_id=None)
    options: dict[str, Any] = {"early_stopping": True} if beams > 1 else {}
    if prompt.forced is not None:
        options["forced_bos_token_id"] = prompt.forced
    ids = torch.tensor([source])
    with torch.inference_mode():
        made = model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            max_new_tokens=request.room,
            min_length=0,
            num_beams=beams,
            do_sample=False,
            **options,
        )
        output = tuple(made[0].tolist()[1:])
        return Case(source, request, output, _score(model, ids, made))


def _score(model: Any, source: Any, made: Any) -> float:
    """Return the log-probability of an output, a token; an end is added where there is none."""
    import torch  # takes seconds

    end = model.generation_config.eos_token_id
    if made[0, -1] != end:
        made = torch.cat([made, torch.tensor([[end]])], dim=1)
    logits = model(input_ids=source, decoder_input_ids=made[:, :-1]).logits[0]
    if model.config.model_type == "marian":  # the converted one does not know its padding
        logits[:, model.config.pad_token_id] = -torch.inf
    chances = logits.log_softmax(-1).gather(1, made[0, 1:, None])
    return float(chances.mean())


def compare(runtime: CTranslate2, cases: Expected, *, exact: bool) -> None:
    """Raise `DigestError` where scores differ more than rounding explains.

    If exact, outputs of greedy search must be the same, too; with beams, where two outputs are as
    likely, the libraries do not always stop at the same one.
    """
    allowed = EXACT if exact else QUANTIZED
    for case in cases:
        found = runtime.score(case.source, case.output)
        if not abs(found - case.score) <= allowed:  # also where it is not a number
            raise DigestError(
                f"the converted model scores an output {found:.4f} a token, the original "
                f"{case.score:.4f}: CTranslate2 does not convert it right, and it was removed; "
                "use the original with seq2seq"
            )
        (made,) = runtime.generate([case.source], case.request)
        if exact and case.request.beams == 1 and made.tokens != case.output:
            raise DigestError(
                f"the converted model writes {made.tokens}, the original {case.output}: "
                "CTranslate2 does not convert it right, and it was removed; use the original with "
                "seq2seq"
            )
