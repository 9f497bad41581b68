"""What meets what. Each kind says who does what to one question; when each begins is drawn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.incoming import Incoming
from storage import opinions, seats
from tests.races.cast import FIELD, OTHER_FIELD, Scene


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of race."""

    name: str
    arms: Callable[[Scene], Awaitable[list[Incoming]]]
    sent: bool = True
    """The question is with an officer."""
    at_desk: bool = False
    """It was handed up, to a desk of its own."""
    midnight: bool = False
    """The holder's term ends meanwhile, and both services hand over."""
    due: bool = False
    """The deadline has just come, and both services raise and tell what is due."""


async def two_answers(scene: Scene) -> list[Incoming]:
    return [await scene.replies(scene.holder), await scene.replies(scene.colleague)]


async def answer_and_transfer(scene: Scene) -> list[Incoming]:
    return [await scene.replies(scene.holder), await _hands_on(scene, 1, scene.dice.random() < 0.5)]


async def answer_and_handover(scene: Scene) -> list[Incoming]:
    arms = [await scene.replies(scene.holder)]
    return [*arms, await scene.replies(scene.colleague)] if scene.dice.random() < 0.3 else arms


async def answer_and_escalation(scene: Scene) -> list[Incoming]:
    if scene.dice.random() < 0.5:
        up = await scene.types(scene.colleague, "escalate", "Lý do")
    else:
        up = await scene.presses(scene.colleague, "escalate_now", question=scene.question.id)
    return [await scene.replies(scene.holder), up]


async def answer_and_recall(scene: Scene) -> list[Incoming]:
    return [await scene.replies(scene.holder), await scene.presses(scene.lan, "recall", message=scene.asked)]


async def answer_and_absence(scene: Scene) -> list[Incoming]:
    return [await scene.replies(scene.colleague), await _leaves(scene)]


async def sent_and_absence(scene: Scene) -> list[Incoming]:
    sends = await scene.presses(scene.lan, "field", question=scene.question.id, field=FIELD)
    return [sends, await _leaves(scene)]


async def two_transfers(scene: Scene) -> list[Incoming]:
    return [await _hands_on(scene, 0, False), await _hands_on(scene, 1, True)]


async def answer_and_asking_back(scene: Scene) -> list[Incoming]:
    return [await scene.replies(scene.holder), await scene.types(scene.colleague, "ask_back", "Hỏi thêm")]


async def answer_and_correction(scene: Scene) -> list[Incoming]:
    corrects = await scene.presses(
        scene.colleague, "field_is", question=scene.question.id, was=FIELD, field=OTHER_FIELD
    )
    return [await scene.replies(scene.holder), corrects]


async def answer_and_addition(scene: Scene) -> list[Incoming]:
    return [await scene.replies(scene.holder), await scene.replies(scene.lan, "receipt", "Bổ sung")]


async def transfer_and_escalation(scene: Scene) -> list[Incoming]:
    up = await scene.presses(scene.colleague, "escalate_now", question=scene.question.id)
    return [await _hands_on(scene, 0, False), up]


async def answer_and_giving_back(scene: Scene) -> list[Incoming]:
    first, second = scene.experts
    return [await scene.replies(first), await scene.types(second, "give_back", "Ý kiến")]


async def answer_and_opinion(scene: Scene) -> list[Incoming]:
    return [await scene.replies(scene.holder), await _advises(scene)]


async def recall_and_opinion(scene: Scene) -> list[Incoming]:
    return [await scene.presses(scene.lan, "recall", message=scene.asked), await _advises(scene)]


async def _advises(scene: Scene) -> Incoming:
    """A colleague who was asked for his opinion gives it."""
    tx, (colleague, seat_id) = scene.turn.tx, scene.officers[1]
    seat = await seats.get(tx, seat_id)
    assert seat
    asked = await opinions.ask(tx, scene.question.id, scene.holder.id, seat, None, scene.turn.now)
    return await scene.types(colleague, "opinion_give", "Ý kiến", opinion=asked)


async def answer_alone(scene: Scene) -> list[Incoming]:
    return [await scene.replies(scene.holder)]


async def _hands_on(scene: Scene, by: int, away: bool) -> Incoming:
    """One of the officers hands it to the third, or to the other ministry's."""
    to = scene.neighbour[1] if away else scene.officers[2][1]
    was = scene.question.holder_seat_id
    return await scene.presses(scene.officers[by][0], "transfer_to", question=scene.question.id, seat=to, was=was)


async def _leaves(scene: Scene) -> Incoming:
    (holder, seat), (_, deputy), _ = scene.officers
    await seats.set_deputy(scene.turn.tx, seat, deputy)
    return await scene.presses(holder, "away", open=True)


KINDS = (
    Kind("two answers", two_answers),
    Kind("answer, transfer", answer_and_transfer),
    Kind("answer, handover", answer_and_handover, midnight=True),
    Kind("answer, escalation", answer_and_escalation),
    Kind("answer, recall", answer_and_recall),
    Kind("answer, absence", answer_and_absence),
    Kind("sending, absence", sent_and_absence, sent=False),
    Kind("two transfers", two_transfers),
    Kind("answer, asking back", answer_and_asking_back),
    Kind("answer, correction", answer_and_correction),
    Kind("answer, addition", answer_and_addition),
    Kind("transfer, escalation", transfer_and_escalation),
    Kind("answer, giving back", answer_and_giving_back, at_desk=True),
    Kind("answer, opinion", answer_and_opinion),
    Kind("recall, opinion", recall_and_opinion),
    Kind("answer, two sweeps", answer_alone, due=True),
)
