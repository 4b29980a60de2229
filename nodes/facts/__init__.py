"""Values in people's words: pure functions that find money, phones, places, hours and names, and invent none.

Everything here works on `Text`, so that each found value carries the span of the person's own words it came from.
Words of a language come in a `Lexicon`; rules of countries come from CLDR, phonenumbers and the gazetteer.
"""
