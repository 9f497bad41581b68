"""What the app may ask: who somebody is, what was said, whether a window is open."""

from __future__ import annotations

import json
from datetime import datetime

from tests.fakes.faults import Json, Refusal
from tests.fakes.zalo_oa import checks
from tests.fakes.zalo_oa.checks import wrong
from tests.fakes.zalo_oa.world import VIETNAM, Follower, Shown, World

MOST_AT_ONCE = 10


def data(query: str | None) -> object:
    """The one parameter of a GET. Raises Refusal."""
    try:
        return json.loads(query or "")
    except ValueError:
        raise wrong("data is no JSON") from None


class Asking:
    """The calls that change nothing."""

    def __init__(self, world: World, name: str) -> None:
        self._world = world
        self._name = name

    def account(self) -> Json:
        return {
            "oaid": self._world.oa_id,
            "name": self._name,
            "description": "",
            "is_verified": True,
            "oa_type": 2,
            "num_follower": sum(person.follows for person in self._world.people.values()),
            "package_name": "Nâng cao",
            "linked_ZCA": "",
        }

    def detail(self, given: object) -> Json:
        person = self._world.person(checks.fields(given, {"user_id"}, of="data")["user_id"])
        if person.last_interaction is None and not person.follows:
            raise Refusal(-213, "Not a follower")
        last = datetime.fromtimestamp(person.last_interaction or 0, VIETNAM)
        picture = "https://s120-ava-talk.zadn.vn/default"
        return {
            "user_id": person.id,
            "user_id_by_app": person.id_by_app,
            "display_name": person.name,
            "user_alias": person.name,
            "avatar": picture,
            "avatars": {"120": picture, "240": picture},
            "is_sensitive": person.sensitive,
            "user_is_follower": person.follows,
            "user_last_interaction_date": last.strftime("%d/%m/%Y"),
            "tags_and_notes_info": {"notes": [], "tag_names": []},
            **({"shared_info": person.shared} if person.shared else {}),
        }

    def quota(self, given: object) -> Json:
        person = self._world.person(checks.fields(given, {"user_id"}, of="body")["user_id"])
        if person.last_interaction is None:
            raise Refusal(-213, "Not a follower")
        return {"user_id": person.id, "last_interaction": str(int(person.last_interaction * 1000))}

    def recent(self, given: object) -> list[Json]:
        """The newest message of each chat, the newest chat first."""
        newest = [list(person.messages.values())[-1] for person in self._world.people.values() if person.messages]
        return self._page(checks.fields(given, {"offset", "count"}, of="data"), newest)

    def conversation(self, given: object) -> list[Json]:
        """A chat's messages, the newest first."""
        asked = checks.fields(given, {"user_id", "offset", "count"}, of="data")
        return self._page(asked, list(self._world.person(asked["user_id"]).messages.values()))

    def _page(self, asked: Json, messages: list[Shown]) -> list[Json]:
        offset, count = asked["offset"], asked["count"]
        if not isinstance(offset, int) or not isinstance(count, int) or offset < 0:
            raise wrong("offset or count is no number")
        if not 1 <= count <= MOST_AT_ONCE:
            raise Refusal(-210, f"count is beyond {MOST_AT_ONCE}")
        ordered = list(reversed(messages))
        ordered.sort(key=lambda shown: -shown.at)  # of one moment, the one said last comes first
        return [self._told(self._world.people[shown.user_id], shown) for shown in ordered[offset : offset + count]]

    def _told(self, person: Follower, shown: Shown) -> Json:
        him, account = (person.id, person.name), (self._world.oa_id, self._name)
        source, target = (account, him) if shown.by_oa else (him, account)
        told: Json = {
            "src": 0 if shown.by_oa else 1,
            "time": int(shown.at * 1000),
            "type": shown.kinds[0] if shown.parts else "text",
            "message": shown.text,
            "message_id": shown.id,
            "from_id": source[0],
            "from_display_name": source[1],
            "to_id": target[0],
            "to_display_name": target[1],
        }
        return {**told, **({"url": shown.parts[0].url} if shown.parts else {})}
