"""Minutes of one §, which services of the tests are given."""

SKATING = """Viklunda kommun
Kultur- och fritidsnämnden

Protokoll
Sammanträdesdatum 2023-02-15

§ 12 Isbana på Stortorget
Dnr KFN 2023/8

Beslut
Kultur- och fritidsnämnden beslutar att isbanan på Stortorget ska hållas öppen till och med den 15 mars.

Ärendet
Isbanan har haft 4 200 besökare under januari. Driften kostar 38 000 kronor i månaden.
"""
