"""What must not stand in a log."""

import logging
import re

LINK = re.compile(r"(/einladung/)[^/\s?\"']+")


class OhneSchluessel(logging.Filter):
    """Takes the token out of the address of a personal link, wherever in a record it stands."""

    def filter(self, record):
        record.msg = LINK.sub(r"\1…", record.getMessage())
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = LINK.sub(r"\1…", logging.Formatter().formatException(record.exc_info))
        return True
