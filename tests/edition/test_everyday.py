"""What readers, newsrooms and schools type leads to the entry that they mean, drafts shown, as on the page of a search."""

from __future__ import annotations

from flask.testing import FlaskClient

MEANT = {
    "age-assurance": "age assurance",
    "age-estimation": "age estimation",
    "age-verification": "age verification",
    "ai-generated-csam": "AI child abuse images",
    "blocking": "blocking",
    "child-sexual-abuse": "molestation · rape of a child · sexual abuse · child abuse",
    "child-sexual-exploitation": "sexual exploitation",
    "circle-of-trust-abuse": "child abuse in the family · circle of trust · incest",
    "content-moderation": "content moderation",
    "csa-regulation-proposal": "chat control · CSA regulation · CSAR",
    "csam": "child abuse images · child porn · instruction manual · kiddie porn · pornography of children",
    "dark-web": "dark web",
    "deceptive-identity": "catfishing",
    "deepfake": "deepfake nudes",
    "detection": "client-side scanning · false positive",
    "end-to-end-encryption": "E2EE · encryption · end-to-end encryption",
    "eprivacy-derogation": "ePrivacy · interim regulation",
    "eu-centre": "EU Centre",
    "exploitation-in-prostitution": "teen prostitution",
    "financial-sexual-extortion": "financial sextortion",
    "generative-ai": "generative AI",
    "hash-sharing": "hash list · hash matching",
    "helpline": "helpline",
    "hotline": "hotline",
    "image-removal": "report remove · somebody has my pictures · Take It Down",
    "inhope": "INHOPE",
    "iwf": "Internet Watch Foundation · IWF",
    "known-and-new-material": "first generation images",
    "limitation-period": "limitation period · statute of limitations",
    "live-streamed-abuse": "live streaming of abuse",
    "mandatory-reporting": "mandatory reporting",
    "ncii": "image-based abuse · nude pictures of my friend · revenge porn · upskirting",
    "ncmec": "CyberTipline · NCMEC",
    "notice-and-action": "take down",
    "nudification": "nudify app",
    "online-enticement": "luring · online enticement",
    "optional-protocol": "Optional Protocol",
    "paedophilia": "minor attracted · MAP · paedophilia · pedo",
    "perceptual-hash": "PhotoDNA",
    "perpetrator": "online predator · paedophile · predator",
    "removal-order": "removal order",
    "safeguarding": "safeguarding",
    "safer-internet-centre": "Safer Internet Centre",
    "safety-by-design": "safety by design",
    "secondary-victimisation": "secondary victimisation · victim blaming",
    "self-generated-sexual-images": "self-generated",
    "sexting": "sexting",
    "sexual-extortion": "blackmail with nudes · sextortion · sexual coercion",
    "trafficking-for-sexual-exploitation": "child trafficking",
    "victim-and-survivor": "survivor",
    "victim-identification": "INTERPOL database · victim identification",
}
"""Everyday words, by the entry that should be found first."""

NOWHERE = "child marriage · cyberbullying · doxxing · exif · voyeurism"
"""Words of which this glossary has no entry yet."""

SHARE = 0.9


def _first(client: FlaskClient, query: str) -> str | None:
    hits = client.get("/v1/en/search", query_string={"q": query}).get_json()["hits"]
    return hits[0]["entry"]["id"] if hits else None


def test_nine_in_ten_everyday_words_lead_first_to_the_entry_that_is_meant(drafts: FlaskClient) -> None:
    meant = {word: concept for concept, words in MEANT.items() for word in words.split(" · ")}
    found = {word: _first(drafts, word) for word in meant}
    misled = {word: first for word, first in found.items() if first != meant[word]}
    asked = len(meant) + len(NOWHERE.split(" · "))
    assert asked >= 85
    assert len(meant) - len(misled) >= SHARE * asked, misled
