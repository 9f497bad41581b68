"""An entry is proposed: from an officer's answer by one tap, by hand, or from questions that met no entry."""

from __future__ import annotations

from faq.fields import catalogue
from faq.masking import masked
from handlers import access
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft
from handlers.review import card
from handlers.review.desk import ministries
from handlers.review.mask import shown_instead
from handlers.review.proposal import proposal
from handlers.review.put import put
from handlers.review.revise import expect_part
from handlers.review.typed import LONGEST_LINE
from handlers.show import nothing_there
from storage import questions, thread
from storage.bank import reviews
from storage.bank.reviews import Kind, NewReview
from storage.thread import Kind as Spoken


async def from_answer(ctx: Context, heard: Heard) -> Effect:
    """ "Đưa vào ngân hàng" under an answer that was sent: its author proposes it as an entry."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        question = await questions.get(turn.tx, int(heard.args["question"]))
        said = await thread.message(turn.tx, int(heard.args["message"]))
        may = await access.answering(turn.tx, heard.who.id, heard.seats, question, ctx.clock.today())
        if said is None or said.author_id != heard.who.id or may is None:
            await nothing_there(turn, heard)
            return
        w = turn.words(heard.who)
        if not (question.text and said.text):
            await turn.say(heard.who, w("draft-recalled"))
            return
        refused = await reviews.refused_of_question(turn.tx, question.id)
        if refused and not heard.args.get("refused_before") and not await reviews.of_question(turn.tx, question.id):
            again = Choice(w("draft-again"), "draft", {**heard.args, "refused_before": True})
            told = card.told_refusal(w, refused, turn.now)
            await turn.say(heard.who, Draft().line(told).line(w("draft-again-how")), (again,))
            return
        made = proposal(question.text, said.text)
        changes = {"question": made.question, "answer": made.answer, "legal_basis": made.legal_basis}
        new = NewReview(
            Kind.DRAFT, question.ministry or "", question.field or "", changes=changes, question_id=question.id,
            author_id=heard.who.id,
        )  # fmt: skip
        if not await put(turn, new):
            await turn.say(heard.who, w("draft-there", code=question.code))
            return
        left_out = ", ".join(w(f"personal-{kind}") for kind in made.left_out)
        await turn.say(heard.who, w("draft-made", code=question.code, left=left_out))

    return effect


async def begin(ctx: Context, heard: Heard) -> Effect:
    """By hand: in which field?"""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        mine = ministries(heard)
        if not mine:
            await nothing_there(turn, heard)
            return
        w = turn.words(heard.who)
        fields = [field for ministry in mine for field in catalogue().fields_of(ministry)]
        rows = [(Choice(w.field(field.code), "draft_field", {"field": field.code}),) for field in fields]
        await turn.say(heard.who, w("draft-which-field"), *rows)

    return effect


async def field_chosen(ctx: Context, heard: Heard) -> Effect:
    """The field is chosen: an empty draft, of which the question comes first."""
    field = catalogue().fields[str(heard.args["field"])]

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        if access.reviewing(heard.seats, field.ministry) is None:
            await nothing_there(turn, heard)
            return
        made = await put(turn, NewReview(Kind.DRAFT, field.ministry, field.code, author_id=heard.who.id))
        await expect_part(turn, heard, made[0], "question", "answer", "legal_basis")

    return effect


async def from_group(ctx: Context, heard: Heard) -> Effect:
    """Several people asked alike and the bank knew nothing: one entry with all their wordings."""
    ids = [int(each) for each in heard.args["questions"]]

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        listed = await questions.several(turn.tx, ids)
        asked = [question for question in listed if question.text] or listed  # of others the words were taken back
        ministry, field = asked[0].ministry or "", asked[0].field or ""
        if access.reviewing(heard.seats, ministry) is None or any(q.ministry != ministry for q in asked):
            await nothing_there(turn, heard)
            return
        if not asked[0].text:
            await turn.say(heard.who, turn.words(heard.who)("draft-recalled"))
            return
        spoken = [part for q in asked for part in await thread.of(turn.tx, q.id)]
        answers = [part for part in spoken if part.kind == Spoken.ANSWER and part.text]
        latest = max(answers, key=lambda part: part.id).text if answers else ""
        new_entry = proposal(asked[0].text, latest)
        said = [
            " ".join(masked(q.text, shown_instead).text.split()) for q in asked[1:] if 0 < len(q.text) <= LONGEST_LINE
        ]
        changes = {
            "question": new_entry.question, "answer": new_entry.answer, "legal_basis": new_entry.legal_basis,
            "phrasings": tuple(text for text in dict.fromkeys(said) if text != new_entry.question),
        }  # fmt: skip
        new = NewReview(Kind.DRAFT, ministry, field, changes=changes, question_id=asked[0].id, author_id=heard.who.id)
        made = await put(turn, new)
        review = made[0] if made else await reviews.of_question(turn.tx, asked[0].id)
        if review:
            await card.show(turn, heard.who, review)

    return effect
