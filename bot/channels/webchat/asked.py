"""What pages may ask for: the JSON bodies, checked and cleaned."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from handlers.incoming import MAX_TEXT, cleaned, cleaned_name


def _text(value: Any) -> str:
    # Half an emoji from a phone's keyboard must not make a message impossible to send: cleaned before it is checked.
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise ValueError(f"a text of at most {MAX_TEXT} characters is wanted")
    return cleaned(value)


def _name(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a name is wanted")
    return cleaned_name(value)


def _code(value: Any) -> str:
    # Codes are read out and typed: blanks within are the typist's.
    if not isinstance(value, str):
        raise ValueError("a code is wanted")
    return "".join(cleaned(value, 200).split())


Text = Annotated[str, BeforeValidator(_text)]
Name = Annotated[str, BeforeValidator(_name)]
Code = Annotated[str, BeforeValidator(_code), StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,64}$")]
ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
RowId = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,17}$")]
MediaId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Token = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,64}$")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Begin(_Body):
    """Start a chat, or join with a code from within one."""

    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{32,64}$")]
    """Made by the page at random; asking again with it is the same beginning."""
    code: Code = ""
    name: Name = ""


class Say(_Body):
    client_id: ClientId
    text: Text = ""
    reply_to: RowId | None = None
    attachments: Annotated[list[MediaId], Field(max_length=10)] = []


class Press(_Body):
    client_id: ClientId
    token: Token
    message_id: RowId


class Change(_Body):
    message_id: RowId
    text: Text


class Recall(_Body):
    message_id: RowId


class Writing(_Body):
    reply_to: RowId | None = None


class Read(_Body):
    cursor: Annotated[int, Field(ge=0, le=2**31 - 1)]


class Leave(_Body):
    everywhere: bool = False


class Subscribe(_Body):
    """Where a browser lets itself be rung; its address is checked against what the operator allows."""

    endpoint: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{10,1000}$")]
    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{87}$")]
    auth: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{22}$")]


class Enter(_Body):
    """Come in by the link of a notice."""

    token: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
    look: bool = False
    """Only whether it leads where the page is already."""


class Unsubscribe(_Body):
    """Nothing to be said."""
