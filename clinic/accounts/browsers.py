"""What a browser says it is, in a few words: enough to know one's own again."""

from django.utils.translation import gettext as _

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_words(user_agent: str) -> str:
    """Browser and system, such as "Firefox, Windows". The order matters: each claims to be those after it."""
    found = [next((word for sign, word in known if sign in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(word for word in found if word) or _("Unknown browser")
