"""Days, minutes and gaps of a plan in words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic import written


def day_words(day: date, near: date) -> str:
    """A day in words; with its year where that is another than that of the visit."""
    if day.year == near.year:
        return written.short_weekday(day)
    return written.weekday(day)


def span_words(begins: date, ends: date, visit: date) -> str:
    """From when until when: "From Tuesday 3 March until your visit"."""
    first, last = day_words(begins, visit), day_words(ends, visit)
    if begins == ends:
        return _("On %(day)s") % {"day": first}
    if ends == visit:
        return _("From %(day)s until your visit") % {"day": first}
    if begins == visit:
        return _("From your visit until %(day)s") % {"day": last}
    return _("From %(first)s until %(last)s") % {"first": first, "last": last}


def about_words(begins: date, ends: date, visit: date) -> str:
    """A stretch of days as a heading of what is usual then: "Tuesday 3 March to Friday 6 March"."""
    if begins == ends:
        return day_words(begins, visit)
    return _("%(first)s to %(last)s") % {"first": day_words(begins, visit), "last": day_words(ends, visit)}


def minutes_words(minutes: tuple[int, int]) -> str:
    """How long to allow: "90 minutes to 2 hours"."""
    least, most = minutes
    if least == most:
        return length_words(most)
    return _("%(least)s to %(most)s") % {"least": length_words(least), "most": length_words(most)}


def length_words(minutes: int) -> str:
    """A length of time: hours where they are whole, halves included."""
    if minutes >= 60 and minutes % 60 == 0:
        return ngettext("%(count)d hour", "%(count)d hours", minutes // 60) % {"count": minutes // 60}
    if minutes > 60 and minutes % 30 == 0:
        return _("%(count)d½ hours") % {"count": minutes // 60}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def sessions_words(sessions: tuple[int, int]) -> str:
    """How many sessions are usual."""
    least, most = sessions
    if least == most:
        return ngettext("%(count)d session", "%(count)d sessions", most) % {"count": most}
    return _("%(least)d to %(most)d sessions") % {"least": least, "most": most}


def gap_words(days: tuple[int, int], sessions: tuple[int, int]) -> str:
    """How far apart sessions are; nothing where there is only one."""
    least, most = days
    if sessions[1] < 2 or not most:
        return ""
    if least == most:
        return _("about %(count)s apart") % {"count": apart(most)}
    if least % 7 == 0 and most % 7 == 0:
        return _("%(least)d to %(most)d weeks apart") % {"least": least // 7, "most": most // 7}
    return _("%(least)d to %(most)d days apart") % {"least": least, "most": most}


def apart(days: int) -> str:
    """A number of days, in weeks where they are whole."""
    if days % 7 == 0:
        return ngettext("%(count)d week", "%(count)d weeks", days // 7) % {"count": days // 7}
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def joined(number: str, gap: str) -> str:
    """How many and how far apart, in one."""
    return _("%(number)s, %(gap)s") % {"number": number, "gap": gap} if gap else number
