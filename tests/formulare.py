"""Forms as a browser reads them from a page, and as somebody would fill them in."""

from html.parser import HTMLParser


class Form(HTMLParser):
    """The fields of the first form that belongs to the page itself, with what a browser would send unchanged."""

    def __init__(self):
        super().__init__()
        self.fields, self.kinds, self.inside, self.done, self.select, self.area = {}, {}, False, False, None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name")
        if tag == "form" and given.get("method") == "post" and not given.get("action") and not self.done:
            self.inside = True
        elif not self.inside:
            return
        elif tag == "input" and name:
            kind = given.get("type", "text")
            if kind in ("checkbox", "radio"):
                if kind == "radio" and ("checked" in given or name not in self.fields):
                    self.fields[name] = given.get("value", "on")
                elif kind == "checkbox" and "checked" in given:
                    self.fields.setdefault(name, []).append(given.get("value", "on"))
            elif kind not in ("submit", "file"):
                self.fields[name], self.kinds[name] = given.get("value") or "", kind
        elif tag == "select" and name:
            self.select, self.fields[name] = name, ""
        elif tag == "option" and self.select and ("selected" in given or not self.fields[self.select]):
            self.fields[self.select] = given.get("value", "")
        elif tag == "textarea" and name:
            self.area, self.fields[name], self.kinds[name] = name, "", "text"

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag):
        if tag == "form" and self.inside:
            self.inside, self.done = False, True
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


SAMPLES = {"email": "neu@example.org", "url": "https://www.example.org/", "date": "2030-05-04", "time": "10:00", "number": "3"}
BY_NAME = {
    "datum": "04.05.2030", "bis": "2031", "von": "2030", "beginn": "10:00", "ende": "11:00", "email": "neu@example.org",
    "url": "https://www.example.org/", "webseite": "https://www.example.org/", "plz": "30159", "platz": "1", "nummer": "1",
    "eroeffnet": "04.05.2030", "schliesst": "04.06.2030", "oeffnet": "04.05.2030",
}  # fmt: skip


def filled(page: str) -> dict:
    form = Form()
    form.feed(page)
    data = dict(form.fields)
    for name, kind in form.kinds.items():
        if not data[name] and kind != "hidden":
            data[name] = BY_NAME.get(name.rpartition("-")[2]) or SAMPLES.get(kind) or "Ein Beispiel"
    return data
