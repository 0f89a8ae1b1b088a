"""Template tags of the look, in every template without {% load %}."""

from django import template

register = template.Library()
