"""The forms of a language."""

from __future__ import annotations

from marshmallow import fields

from glossary.content.model import Autolink, Usage
from glossary.contract.schemas import fields as shape
from glossary.contract.schemas.examples import FORMS, FORMS_RULES


class FormsRules(shape.Answer):
    before = shape.texts("What may be joined in front of a form and is no part of it.", FORMS_RULES["before"])
    endings = shape.texts("What may be joined behind a form and is a part of it then.", FORMS_RULES["endings"])
    after = shape.texts("What may be joined behind a form and is no part of it.", FORMS_RULES["after"])
    ignored = shape.text("Characters that count as if they were not there.", FORMS_RULES["ignored"])
    letters = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        **shape.described("Letters that count as others, beside small and capital ones.", FORMS_RULES["letters"]),
    )


class ConceptForms(shape.Answer):
    term = shape.text("The preferred term: what to say instead of a word to avoid.", FORMS["term"])
    usage = shape.choice("How freely the term may be used.", Usage, FORMS["usage"])
    autolink = shape.choice("Whether a program may link the forms by itself.", Autolink, FORMS["autolink"])
    forms = shape.texts("Words that lead to the concept: its term, its abbreviation, its forms.", FORMS["forms"])
    ask = shape.texts("Short abbreviations that a program links only when it is asked to.", FORMS["ask"])
    avoid = shape.texts("Words to avoid, which the term replaces.", FORMS["avoid"])
    reason = shape.text("Why those words harm.", FORMS["reason"], allow_none=True)
    formerly = shape.texts("Ids that the concept had: a link to one of them is a link to it.", FORMS["formerly"])


class Forms(shape.Answer):
    """The words of a language that may be linked in prose, and those to avoid. Vetted text only."""

    language = shape.language("fr")
    direction = shape.direction()
    page = shape.text(
        "Address of an entry's page; {id} stands for the concept's id.", "https://glossary.example.org/fr/{id}/"
    )
    rules = shape.one(
        FormsRules, "What may be joined to a form in this language, with ' for any apostrophe.", FORMS_RULES
    )
    concepts = fields.Dict(
        keys=fields.String(),
        values=shape.PassThrough(ConceptForms),
        **shape.described("The concepts that have a vetted text in this language, by id.", {"dove": FORMS}),
    )
