"""HTML that a website left in its export becomes text."""

import pytest

from socialmap.fields.markup import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Samen <b>eten</b> &amp; praten.</p><p>Kom&nbsp;langs!</p>",
         "Samen eten & praten.\n\nKom langs!"),
        ("Tom &amp; Jerry, caf&eacute; &lt;3", "Tom & Jerry, café <3"),
        ("Tom &amp;amp; Jerry", "Tom & Jerry"),
        ("&#39;t Huis &#x2013; open", "'t Huis – open"),
        ("&euro; 5", "€ 5"),
        ("een<br>twee<br/>drie", "een\ntwee\ndrie"),
        ("Dit:<ul><li>een</li><li>twee</li></ul>", "Dit:\n\n- een\n- twee"),
        ("<h2>Kop</h2>Tekst", "Kop\n\nTekst"),
        ("<P CLASS=x>Hoofd</P>\n\n<P>Twee</P>", "Hoofd\n\nTwee"),
        ('<span style="color:red">rood</span>', "rood"),
        ("<a href='https://example.org'>site</a> hier", "site hier"),
        ("<script>alert(1)</script>Hallo", "Hallo"),
        ("<style>p{}</style><p>Tekst</p>", "Tekst"),
        ("<script>alert(1)", ""),
        ("<!-- weg -->Blijft", "Blijft"),
        ("&lt;p&gt;Hallo&lt;/p&gt;", "Hallo"),
        ("<table><tr><td>ma</td><td>9-12</td></tr></table>", "ma 9-12"),
        ("een\n\ntwee &amp; drie", "een\n\ntwee & drie"),
    ],
)  # fmt: skip
def test_tags_and_entities_become_text(html, text):
    assert plain_text(html) == text


@pytest.mark.parametrize(
    "text",
    ["a < b en b > a", "I <3 Zeist", "R&B en soul", "AT&T; fijn", "mail <naam@example.org>",
     "<https://example.org>", "x <b en c> y", "5 & 3", "regel een\n\n\nregel  twee"],
)  # fmt: skip
def test_what_only_looks_like_markup_stays(text):
    assert plain_text(text) == text
