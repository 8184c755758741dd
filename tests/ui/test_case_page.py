"""The page of a case: the words that tell of a step are shown without signs of Markdown, and lead to their place."""

from urllib.parse import quote

import httpx
from lxml import html

from tests.ui.conftest import running

MEMO = """# Motion: Utred en ny simhall

Granby kommun
Kommunfullmäktige
2019-09-16
Dnr KS 2019/214

*Motionen anmäldes i kommunfullmäktige 2019-09-30 § 87 och överlämnades till kommunstyrelsen för
beredning.*
"""


def test_what_tells_of_a_step(tmp_path, tmp_path_factory):
    (tmp_path / "motion.md").write_text(MEMO, "utf-8")
    with (
        running(tmp_path, tmp_path_factory.mktemp("simhall")) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=60) as http,
    ):
        page = html.fromstring(http.get(f"/arende/{quote('Granby kommun')}/KS 2019/214").text)
        (step,) = page.xpath("//ol[@class='course']/li[contains(., 'finns inte i arkivet')]")
        (told,) = step.xpath("./p[starts-with(., '”')]")
        said = (
            "Motionen anmäldes i kommunfullmäktige 2019-09-30 § 87 och överlämnades till kommunstyrelsen för beredning."
        )
        assert told.text_content().startswith(f"”{said}”")
        (way,) = told.xpath(".//a/@href")
        assert way.endswith("#markering")
        (marked,) = html.fromstring(http.get(way).text).xpath("//main//mark[descendant-or-self::*[@id='markering']]")
        assert marked.text_content().startswith("Motionen anmäldes")
