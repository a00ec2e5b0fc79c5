"""What a Russian word means in Belarusian, where its neighbours tell.

After the bilingual dictionary the stream is `^source/target$` a word.
"""

from __future__ import annotations

import re

from digest.text.apertium.stream import APART
from digest.text.belarusian.words import cased

# What has no price stands: стоит is both.
_PRICE = (
    "сколько|столько|дорого|дёшево|дешевле|дороже|около|почти|примерно|более|больше|менее|меньше"
    "|сотня|тысяча|миллион|миллиард|десяток|рубль|доллар|евро|деньги|копейка|от|до|свыше|порядка|лишь|всего|не|много|мало|тот"
)
_STANDS = re.compile(
    r"(\^стоить<vblex>[^/$]*/)каштаваць([^$/]*)[^$]*(?=\$(?! (?:\^(?:не|ли)<[^$]*\$ )?"
    rf"\^(?:[^<$]*<num>|[$€]|\*?(?:{_PRICE})<|[^$]*<inf>|\*\w+(?:ть|ться|ти|чь)/)| ?\[|[^ ^]))"
)
# Peace is мір; the world is свет.
_MAKE_PEACE = (
    "договор|соглашение|переговоры|процесс|план|достижение|установление|восстановление|сохранение"
    "|поддержание|формула|премия|достичь|добиться|заключить|хотеть|за|ради|война|о|путь|к"
)
_PEACE = re.compile(
    rf"(\^(?:{_MAKE_PEACE})<[^$]*\$ (?:\^и<[^$]*\$ )?\^мир|\^мир(?=<n>[^$]*\$"
    r" (?:\^и<[^$]*\$ \^(?:безопасность|стабильность|согласие)<|\^между<)))(?=<n>)",
    re.IGNORECASE,
)
# Among whom one is counted is no quantity: входит в число лучших.
_AMONG = re.compile(
    r"(\^(?:войти|входить|попасть|включить|вступить)<[^$]*\$ (?:\^[^<^$]+<adv>[^$]*\$ )?"
    r"\^в<pr>[^$]*\$ \^число)(?=<n>)",
    re.IGNORECASE,
)
# A conflict is not permitted but settled.
_SETTLED = re.compile(
    r"(\^разрешение)(<n><nt>[^/$]*/)([^<$])[^<$]*<n><m>([^/$]*)[^$]*"
    r"(?=\$ (?:\^[^<^$]+<adj>[^/$]*<gen>[^$]*\$ )*"
    r"\^(?:конфликт|кризис|спор|проблема|ситуация|противоречие|разногласие|вопрос|задача)<n>)",
    re.IGNORECASE,
)
# A field of knowledge is no part of a country: в области права.
_FIELD = re.compile(
    r"(\^[Вв]<pr>[^$]*\$ \^область<n><f><nn><sg><prp>/)[^<$]*(<n><f>[^/$]*)[^$]*"
    r"(?=\$ \^[^<^$]+<(?:n|adj)>[^/$]*<gen>)"
)
_FACE = re.compile(  # на лице; a legal person is an асоба
    r"(\^(?:[Нн]а|[Пп]о)<pr>[^$]*\$ \^лицо<n><nt>[^/$]*<sg>(<\w+>)/)[^$]*"
)
# A determiner of another case is not its noun's: при этом компания.
_OTHER_CASE = re.compile(
    r"(\^этот<det>[^/$]*<(?:prp|ins|dat)>/[^$]*\$) (?=\^[^<^$]+<(?:n|adj|np)>[^/$]*<nom>)"
)
# A participle becomes який with its verb, which is the subject there: Томаса, які жыў.
_DOING = re.compile(r"(<(?:pp|pprs)><actv>(?:<\w+>)*)<(?:gen|dat|acc|ins|prp|loc)>")
# Its object would be taken for its noun and come before it: дазвол, якія атрымалі.
_DOES = re.compile(
    r"(,<cm>\$ \^[^/$^]*<(?:pp|pprs)><actv>[^$]*\$) (?=\^[^/$^]*<(?:n|np|adj|det|prn|num)>)"
)
_BETWEEN = rf"\1 ^*{APART}/*{APART}$ "


def by_neighbours(stream: str) -> str:
    """Return the stream with these meanings, before those of single words are chosen."""
    stream = _STANDS.sub(r"\1стаяць\2", _AMONG.sub(r"\1²", stream))
    stream = _SETTLED.sub(lambda m: f"{m[1]}²{m[2]}{cased(m[3], 'вырашэнне')}<n><nt>{m[4]}", stream)
    return _FIELD.sub(r"\1галіна\2", stream)


def peaceful(stream: str) -> str:
    """Return the stream with the lemma of peace apart from that of the world."""
    return _PEACE.sub(r"\1²", stream)


def apart(stream: str) -> str:
    """Return the stream with words kept from those that they would be taken with."""
    stream = _OTHER_CASE.sub(_BETWEEN, _FACE.sub(r"\1твар<n><m><nn><sg>\2", stream))
    return _DOES.sub(_BETWEEN, _DOING.sub(r"\1<nom>", stream))
