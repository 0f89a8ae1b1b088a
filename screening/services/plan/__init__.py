"""The care plan: what to do before and after a visit, on real days, for as long as the visit stands."""

from screening.services.plan.feeds import feed_of, find_feed, make_feed, stop_feed
from screening.services.plan.making import CarePlan, SessionPlan, Standing, plan_of
from screening.services.plan.taking import open_plan, take_plan

__all__ = [
    "CarePlan",
    "SessionPlan",
    "Standing",
    "feed_of",
    "find_feed",
    "make_feed",
    "open_plan",
    "plan_of",
    "stop_feed",
    "take_plan",
]
