"""What a message takes here: a picture keeps its caption, where both fit together."""

from __future__ import annotations

from bot.channels.zalo_oa.sending import MAX_CAPTION, steps
from handlers.incoming import Attachment, Kind
from handlers.outgoing import Message

PHOTO = Attachment(Kind.PHOTO, "ref", channel="web")


def test_a_picture_keeps_its_caption_but_for_one_that_leaves_no_room() -> None:
    for text, count in (("", 1), ("Mẫu đây ạ.", 1), ("x" * MAX_CAPTION, 1), ("x" * (MAX_CAPTION + 1), 2)):
        found = list(steps(Message(text, attachments=(PHOTO,))))
        assert len(found) == count
        assert "".join(step.caption or step.body.get("text", "") for step in found) == text
        assert found[-1].attachment == PHOTO
