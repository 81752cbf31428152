"""QTI: assessment items of versions 2.1, 2.2 and 3.0, single or in packages, in and out.

After the information models of 1EdTech, "Question and Test Interoperability" 2.1 (2012), 2.2 (2015) and 3.0 (2022).
"""
