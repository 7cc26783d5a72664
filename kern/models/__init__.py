from kern.models.stand import Stand
from kern.models.vermerk import Vermerk, vermerken

__all__ = ["Stand", "Vermerk", "vermerken"]
