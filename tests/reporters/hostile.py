"""Texts that try to be more than text, for the tests of what reports make of them."""

from __future__ import annotations

from hypothesis import strategies as st

HOSTILE = (
    "::error file=x::pwned",
    "\n::set-output name=a::b",
    "\r::add-mask::secret",
    "%0A::error::x",
    "a,b:c=d%25",
    "]]><x>&amp;",
    "<script>document.title='ran'</script>",
    "</script><script>document.title='ran'</script>",
    "<!--<script>",
    "<img src=x onerror=\"document.title='ran'\">",
    "[text](javascript:alert(1)) ![i](http://tracker.example/x.png)",
    "| a | b |`",
    "@everyone https://evil.example www.evil.example",
    "{0} {{x}}",
    "\x1b[31m\x07\x00",
    "\u202eevil\u2066",
    "\ud800 \udc80 \ufffe \uffff",
    "\u2028\u2029\x85\x0b\x0c",
    "é漢😀",
)

#: Any text, with what formats give a meaning to more often than chance would.
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(
        st.sampled_from("::%,=\r\n#[]()<>&|`@\\ aé😀\x1b\u2028\udc80"), min_size=1, max_size=30
    ),
    st.text(st.characters(), min_size=1, max_size=30),
)
