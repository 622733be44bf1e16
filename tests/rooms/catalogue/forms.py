"""What a browser without JavaScript would send: the fields of a form as the page shows them."""

from html.parser import HTMLParser

Fields = dict[str, list[str]]


class _Form(HTMLParser):
    """Reads the fields of the form that has ``revision`` in it, or of the only one with that action."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Fields] = []
        self.names: set[str] = set()
        self._area = ""
        self._select = ""
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "form":
            self.forms.append({})
        elif not self.forms:
            return
        elif tag == "input" and name:
            if said.get("type") not in {"checkbox", "radio"} or "checked" in said:
                self.forms[-1].setdefault(name, []).append(value)
        elif tag == "textarea":
            self._area = name
            self.forms[-1][name] = [""]
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option" and self._select:
            self._options.append((value, "selected" in said))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # HTML drops one line break right after the tag.
            self.forms[-1][self._area] = [self.forms[-1][self._area][0].removeprefix("\n").replace("\n", "\r\n")]
            self._area = ""
        elif tag == "select":
            chosen = [value for value, selected in self._options if selected] or [self._options[0][0]]
            self.forms[-1][self._select] = chosen[:1]
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][self._area][0] += data


def editor_form(content: bytes) -> Fields:
    """The fields of the editor, ready to be sent back."""
    reader = _Form()
    reader.feed(content.decode())
    (found,) = (form for form in reader.forms if "revision" in form)
    return found
