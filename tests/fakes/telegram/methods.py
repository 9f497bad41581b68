"""What each method does."""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram import checks
from tests.fakes.telegram.checks import Upload
from tests.fakes.telegram.world import Chat, File, Json, Refusal, Shown, Webhook, World

_SENDS = {
    "sendPhoto": "photo",
    "sendDocument": "document",
    "sendVoice": "voice",
    "sendAudio": "audio",
    "sendVideo": "video",
    "sendSticker": "sticker",
}
_DELETABLE = 48 * 3600
_MAX_UPLOAD = {"photo": 10 * 1000 * 1000}


class Methods:
    """The Bot API's methods over a world; each takes checked parameters and returns the `result`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_name = {
            "getMe": self._get_me,
            "getFile": self._get_file,
            "sendMessage": self._send_message,
            "sendMediaGroup": self._send_album,
            "sendLocation": self._send_location,
            "sendContact": self._send_contact,
            "sendChatAction": self._send_chat_action,
            "editMessageText": self._edit_text,
            "editMessageCaption": self._edit_caption,
            "editMessageReplyMarkup": self._edit_keyboard,
            "deleteMessage": self._delete,
            "answerCallbackQuery": self._answer_press,
            "setMyCommands": self._set_commands,
            "deleteMyCommands": self._delete_commands,
            "getMyCommands": self._get_commands,
            "createForumTopic": self._create_topic,
            "editForumTopic": self._edit_topic,
            "closeForumTopic": self._close_topic,
            "reopenForumTopic": self._reopen_topic,
            "leaveChat": self._leave,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
        }

    def do(self, method: str, given: Json) -> Any:
        """The result of a call. Raises Refusal."""
        if method in _SENDS:
            return self._send_file(_SENDS[method], given)
        if method not in self._by_name:
            raise Refusal(400, f"Bad Request: the fake does not act out {method}")
        return self._by_name[method](given)

    # --- chats -----------------------------------------------------------------------------------------------

    def _chat(self, given: Json) -> Chat:
        chat = self._world.chats.get(checks.integer(given, "chat_id"))
        if chat is None or not chat.known:
            raise Refusal(400, "Bad Request: chat not found")
        if chat.moved_to:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, text, migrate_to_chat_id=chat.moved_to)
        if chat.closed:
            raise Refusal(403, f"Forbidden: {chat.closed}")
        return chat

    def _show(self, given: Json, **what: Any) -> Json:
        chat = self._chat(given)
        rows = checks.keyboard(given)
        if (label := checks.contact_button(given)) and not chat.person:
            raise Refusal(400, "Bad Request: phone number can be requested in private chats only")
        shown = self._world.post(
            chat,
            self._world.bot,
            rows=rows,
            reply_to=_reply_target(chat, given),
            topic=_topic(chat, given),
            asks_contact=label,
            **what,
        )
        return self._world.json(shown)

    # --- sending ---------------------------------------------------------------------------------------------

    def _send_message(self, given: Json) -> Json:
        self._chat(given)
        text = checks.text(given)
        return self._show(given, text=text, entities=checks.entities(given, "entities", text))

    def _send_file(self, kind: str, given: Json) -> Json:
        self._chat(given)
        caption = "" if kind == "sticker" else checks.caption(given)
        file = self._file(kind, given)
        return self._show(
            given,
            text=caption,
            entities=checks.entities(given, "caption_entities", caption),
            kind=kind,
            file_id=file.id,
            extra={kind: described(file)},
        )

    def _send_album(self, given: Json) -> list[Json]:
        chat = self._chat(given)
        items = checks.album(given)
        captions = [checks.caption(item) for item in items]
        files = [self._file(item["type"], {**given, item["type"]: item["media"]}) for item in items]
        album = str(13_000_000_000 + chat.next_id)
        around = {name: value for name, value in given.items() if name != "media"}
        return [
            self._show(
                around, text=caption, entities=checks.entities(item, "caption_entities", caption), kind=file.kind,
                file_id=file.id, extra={file.kind: described(file), "media_group_id": album},
            )
            for item, caption, file in zip(items, captions, files, strict=True)
        ]  # fmt: skip

    def _file(self, kind: str, given: Json) -> File:
        media = given[kind]
        if isinstance(media, str) and media.startswith("attach://"):
            media = given.get(media.removeprefix("attach://"))
        if isinstance(media, Upload):
            if not media.content:
                raise Refusal(400, "Bad Request: file must be non-empty")
            if len(media.content) > _MAX_UPLOAD.get(kind, 50 * 1000 * 1000):
                raise Refusal(413, "Request Entity Too Large")
            return self._world.keep(kind, media.name, media.mime, media.content)
        file = self._world.files.get(media)
        if file is None:
            raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            raise Refusal(400, f"Bad Request: can't use file of type {file.kind} as {kind}")
        return file

    def _send_location(self, given: Json) -> Json:
        latitude, longitude = float(given["latitude"]), float(given["longitude"])
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise Refusal(400, "Bad Request: wrong latitude or longitude specified")
        spot = {"latitude": latitude, "longitude": longitude}
        return self._show(given, kind="location", extra={"location": spot})

    def _send_contact(self, given: Json) -> Json:
        card = {"phone_number": given["phone_number"], "first_name": given["first_name"]}
        if not all(card.values()):
            raise Refusal(400, "Bad Request: contact is incomplete")
        return self._show(given, kind="contact", extra={"contact": card})

    def _send_chat_action(self, given: Json) -> bool:
        self._chat(given)
        return True

    # --- changing --------------------------------------------------------------------------------------------

    def _own(self, given: Json, missing: str) -> Shown:
        shown = self._chat(given).messages.get(checks.integer(given, "message_id"))
        if shown is None:
            raise Refusal(400, f"Bad Request: {missing}")
        if not shown.by_bot:
            raise Refusal(400, "Bad Request: message can't be edited")
        return shown

    def _edit_text(self, given: Json) -> Json:
        shown = self._own(given, "message to edit not found")
        text = checks.text(given)
        if shown.kind != "text":
            raise Refusal(400, "Bad Request: there is no text in the message to edit")
        return self._change(shown, given, text, checks.entities(given, "entities", text))

    def _edit_caption(self, given: Json) -> Json:
        shown = self._own(given, "message to edit not found")
        caption = checks.caption(given)
        if shown.kind == "text":
            raise Refusal(400, "Bad Request: there is no caption in the message to edit")
        return self._change(shown, given, caption, checks.entities(given, "caption_entities", caption))

    def _edit_keyboard(self, given: Json) -> Json:
        shown = self._own(given, "message to edit not found")
        return self._change(shown, given, shown.text, shown.entities)

    def _change(self, shown: Shown, given: Json, text: str, entities: list[Json]) -> Json:
        rows = checks.keyboard(given)
        if (text, entities, rows) == (shown.text, shown.entities, shown.rows):
            raise Refusal(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly "
                "the same as a current content and reply markup of the message",
            )
        if text != shown.text:
            shown.edits.append(shown.text)
        shown.text, shown.entities, shown.rows = text, entities, rows
        shown.edit_date = int(self._world.now())
        self._world.bell.ring()
        return self._world.json(shown)

    def _delete(self, given: Json) -> bool:
        shown = self._own(given, "message to delete not found")
        if self._world.now() - shown.date > _DELETABLE:
            raise Refusal(400, "Bad Request: message can't be deleted for everyone")
        chat = self._world.chats[shown.chat_id]
        del chat.messages[shown.id]
        chat.gone.add(shown.id)
        self._world.bell.ring()
        return True

    # --- groups ----------------------------------------------------------------------------------------------

    def _forum(self, given: Json) -> Chat:
        chat = self._chat(given)
        if not chat.forum:
            raise Refusal(400, "Bad Request: the chat is not a forum")
        if not chat.manages_topics:
            raise Refusal(400, "Bad Request: not enough rights to manage topics")
        return chat

    def _create_topic(self, given: Json) -> Json:
        chat, name = self._forum(given), _topic_name(given)
        told = {"name": name, "icon_color": 7322096}
        opened = self._world.post(chat, self._world.bot, kind="topic", extra={"forum_topic_created": told})
        opened.topic = opened.id
        chat.topics.add(opened.id)
        return {"message_thread_id": opened.id, **told}

    def _edit_topic(self, given: Json) -> bool:
        chat, topic = self._forum(given), checks.integer(given, "message_thread_id")
        told = chat.messages[topic].extra["forum_topic_created"] if topic in chat.topics else {}
        self._change_topic(chat, topic, there=told.get("name") != _topic_name(given))
        told["name"] = _topic_name(given)
        self._world.bell.ring()
        return True

    def _close_topic(self, given: Json) -> bool:
        chat, topic = self._forum(given), checks.integer(given, "message_thread_id")
        self._change_topic(chat, topic, there=topic not in chat.closed_topics)
        chat.closed_topics.add(topic)
        self._world.bell.ring()
        return True

    def _reopen_topic(self, given: Json) -> bool:
        chat, topic = self._forum(given), checks.integer(given, "message_thread_id")
        self._change_topic(chat, topic, there=topic in chat.closed_topics)
        chat.closed_topics.discard(topic)
        self._world.bell.ring()
        return True

    def _change_topic(self, chat: Chat, topic: int, *, there: bool) -> None:
        if topic not in chat.topics:
            raise Refusal(400, "Bad Request: TOPIC_ID_INVALID")
        if not there:
            raise Refusal(400, "Bad Request: TOPIC_NOT_MODIFIED")

    def _leave(self, given: Json) -> bool:
        chat = self._chat(given)
        if chat.person:
            raise Refusal(400, "Bad Request: chat member status can't be changed in private chats")
        chat.closed = "bot is not a member of the supergroup chat"
        self._world.my_membership(chat, self._world.bot, {"status": "left"})
        return True

    # --- presses, menus, files -------------------------------------------------------------------------------

    def _answer_press(self, given: Json) -> bool:
        query = str(given["callback_query_id"])
        if query not in self._world.presses:
            text = "Bad Request: query is too old and response timeout expired or query ID is invalid"
            raise Refusal(400, text)
        if len(given.get("text") or "") > 200:
            raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
        del self._world.presses[query]
        self._world.toasts[query] = given.get("text") or ""
        self._world.bell.ring()
        return True

    def _set_commands(self, given: Json) -> bool:
        self._world.commands[self._scope(given)] = checks.commands(given)
        self._world.bell.ring()
        return True

    def _delete_commands(self, given: Json) -> bool:
        self._world.commands.pop(self._scope(given), None)
        return True

    def _get_commands(self, given: Json) -> list[Json]:
        return self._world.commands.get(self._scope(given), [])

    def _scope(self, given: Json) -> str:
        scope = given.get("scope") or {"type": "default"}
        language = checks.language(given)
        if scope["type"] != "chat":
            return checks.scope(scope) + language
        return f"chat:{self._chat(scope).id}{language}"

    def _get_me(self, given: Json) -> Json:
        return {**self._world.bot, "can_join_groups": True}

    def _get_file(self, given: Json) -> Json:
        file = self._world.files.get(given["file_id"])
        if file is None:
            raise Refusal(400, "Bad Request: invalid file_id")
        if len(file.content) > 20 * 1000 * 1000:
            raise Refusal(400, "Bad Request: file is too big")
        size = {"file_size": len(file.content)}
        return {"file_id": file.id, "file_unique_id": file.id[-9:], **size, "file_path": file.path}

    # --- the webhook -----------------------------------------------------------------------------------------

    def _set_webhook(self, given: Json) -> bool:
        url = str(given["url"])
        if not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise Refusal(400, "Bad Request: bad webhook: an HTTPS URL must be provided for webhook")
        if "allowed_updates" in given:
            self._world.allowed = set(given["allowed_updates"]) or None
        self._world.webhook = Webhook(url, checks.secret(given))
        self._drop(given)
        return True

    def _delete_webhook(self, given: Json) -> bool:
        self._world.webhook = None
        self._drop(given)
        return True

    def _drop(self, given: Json) -> None:
        if checks.truth(given.get("drop_pending_updates")):
            self._world.waiting.clear()
        self._world.bell.ring()

    def _webhook_info(self, given: Json) -> Json:
        hook = self._world.webhook
        told: Json = {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.waiting),
        }
        if self._world.allowed is not None:
            told["allowed_updates"] = sorted(self._world.allowed)
        if hook and hook.last_error:
            told |= {
                "last_error_date": hook.last_error_date,
                "last_error_message": hook.last_error,
            }
        return told


def described(file: File) -> Any:
    """A file as a message tells of it."""
    told: Json = {"file_id": file.id, "file_unique_id": file.id[-9:], "file_size": len(file.content)}
    match file.kind:
        case "photo":
            small = {**told, "file_id": file.id + "s", "width": 90, "height": 60, "file_size": 900}
            return [small, {**told, "width": 1280, "height": 853}]
        case "voice" | "audio":
            return {**told, "duration": 3, "mime_type": file.mime}
        case "video":
            return {**told, "width": 640, "height": 360, "duration": 3, "mime_type": file.mime}
        case "sticker":
            return {**told, "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        case _:
            return {**told, "file_name": file.name, "mime_type": file.mime}


def _reply_target(chat: Chat, given: Json) -> int | None:
    wanted = given.get("reply_parameters")
    if wanted is None:
        return None
    if wanted["message_id"] in chat.messages:
        return int(wanted["message_id"])
    if not checks.truth(wanted.get("allow_sending_without_reply")):
        raise Refusal(400, "Bad Request: message to be replied not found")
    return None


def _topic_name(given: Json) -> str:
    name = given.get("name")
    if not isinstance(name, str) or not 1 <= checks.units(name) <= 128:
        raise Refusal(400, "Bad Request: TOPIC_TITLE_INVALID")
    return name


def _topic(chat: Chat, given: Json) -> int | None:
    if "message_thread_id" not in given:
        return None
    topic = checks.integer(given, "message_thread_id")
    if topic not in chat.topics:
        raise Refusal(400, "Bad Request: message thread not found")
    if topic in chat.closed_topics and not chat.manages_topics:
        raise Refusal(400, "Bad Request: TOPIC_CLOSED")
    return topic
