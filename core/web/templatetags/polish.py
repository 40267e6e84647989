"""Formats of Polish text: amounts, dates, plurals."""

from django import template

register = template.Library()
