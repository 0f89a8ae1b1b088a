"""Template tags of the languages; every template has them without {% load %}."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info

from clinic import languages, written

register = template.Library()

register.filter("day", written.day)
register.filter("listed", written.listed)
register.filter("visit", written.visit)


@register.simple_tag
def in_language(code: str) -> SafeString:
    """` lang` and ` dir` of a text that is in another language than the page; nothing where it is not.

    <p{% in_language plan.language %}>{{ text }}</p>
    """
    if not code or code == get_language():
        return SafeString("")
    try:
        direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        direction = "auto"
    return mark_safe(f' lang="{code}" dir="{direction}"')  # noqa: S308 - a language code of the rulebook's form


@register.simple_tag(takes_context=True)
def language_choices(context: dict[str, Any]) -> list[languages.Choice]:
    """{% language_choices as choices %}: the languages of the switch; none where there is no choice."""
    request = context.get("request")
    return [] if request is None else languages.choices_for(request)


@register.simple_tag(takes_context=True)
def sent_fields(context: dict[str, Any]) -> list[tuple[str, str]]:
    """{% sent_fields as fields %}: what was sent to make this page, to be sent again in another language."""
    request = context["request"]
    if request.method != "POST":
        return []
    left_out = {"csrfmiddlewaretoken", languages.LANGUAGE, languages.RESEND}
    sent = [(name, values) for name, values in request.POST.lists() if name not in left_out]
    return [(name, value) for name, values in sent for value in values]
