"""Says every response in the person's language, from the gettext catalogs."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator

from bot.bootstrap import words
from bot.replies import BESIDE, MENU, OFF
from bot.words import SOURCE, Words


class CatalogNLG(TemplatedNaturalLanguageGenerator):
    """Takes a response's Dutch text to the catalog of the talk's language and fills it.

    It subclasses Rasa's generator because a model that is loaded hands its responses only to that
    class. Actions may pass, besides values for placeholders:

    - ``choices``: buttons of their own, before those of the response;
    - ``buttons_from``: the response whose buttons to show instead of its own;
    - ``order``: values in the order in which those buttons must stand;
    - ``without``: values whose buttons are left out;
    - ``ticked``: values that are ticked;
    - ``about``: what the payloads of the response's own buttons say besides, name -> value;
    - ``beside``: buttons about a card or a place, after those of the question;
    - ``menu``: the response whose buttons are always there (``utter_menu_question``).
    """

    def __init__(self, endpoint_config: Any = None, domain: Any = None) -> None:
        super().__init__(domain.responses if domain else {})

    def _random_response_for(
        self, utter_action: str, output_channel: str, filled_slots: dict[str, Any]
    ) -> dict[str, Any] | None:
        # The texts of today's domain.yml, not those that lie in the trained model: who changes a
        # sentence only restarts.
        self.responses = dict(words().responses)
        return super()._random_response_for(utter_action, output_channel, filled_slots)

    def generate_from_slots(
        self,
        utter_action: str,
        filled_slots: dict[str, Any],
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        """The message for a response: text and buttons in the language of the talk."""
        chosen = self._random_response_for(utter_action, output_channel, filled_slots)
        if chosen is None:
            return None
        known = filled_slots.get("language") or filled_slots.get("written_in")
        language = known or SOURCE
        catalog = words()
        values = {k: v for k, v in {**filled_slots, **kwargs}.items() if v is not None}
        # Who has no language yet reads it in Dutch and in French.
        both = not known and not utter_action.endswith("_both")
        texts = (
            catalog.filled(utter_action, spoken, values)
            for spoken in ((SOURCE, "fr") if both else (language,))
        )
        message: dict[str, Any] = {"text": "\n".join(dict.fromkeys(texts))}
        source = kwargs.get("buttons_from") or utter_action
        buttons = [
            *(kwargs.get("choices") or ()),
            *(
                _with(button, kwargs.get("about") or {})
                for button in _ordered(
                    self._buttons(catalog, source, language), kwargs.get("order")
                )
                if _value(button) not in (kwargs.get("without") or ())
            ),
        ]
        for button in buttons:
            if _value(button) in (kwargs.get("ticked") or ()):
                button["title"] = "✓ " + button["title"]
                button["payload"] = button["payload"].removesuffix("}") + OFF + "}"
        if kwargs.get("ticked"):
            buttons += self._buttons(catalog, "utter_picked", language)
        buttons += [{**button, "kind": BESIDE} for button in kwargs.get("beside") or ()]
        if kwargs.get("menu"):
            menu = self._buttons(catalog, kwargs["menu"], language)
            buttons += [{**button, "kind": MENU} for button in menu]
        if buttons:
            message["buttons"] = _once_each(buttons)
        return message

    @staticmethod
    def _buttons(catalog: Words, key: str, language: str) -> list[dict[str, str]]:
        return catalog.buttons(key, language) if key in catalog.responses else []


def _value(button: dict[str, str]) -> str:
    """The value in a payload such as /answer{"wish":"together"}."""
    return button["payload"].rsplit(":", 1)[-1].strip('"}')


def _with(button: dict[str, str], more: dict[str, str]) -> dict[str, str]:
    """The button with more entities in its payload, which has some already."""
    inner = "".join(f',"{name}":"{value}"' for name, value in more.items())
    return (
        {**button, "payload": button["payload"].removesuffix("}") + inner + "}"} if more else button
    )


def _ordered(buttons: list[dict[str, str]], order: list[str] | None) -> list[dict[str, str]]:
    if not order:
        return buttons
    return sorted(buttons, key=lambda b: order.index(_value(b)) if _value(b) in order else 99)


def _once_each(buttons: list[dict[str, str]]) -> list[dict[str, str]]:
    seen: dict[str, dict[str, str]] = {}
    for button in buttons:
        seen.setdefault(button["payload"], button)
    return list(seen.values())
