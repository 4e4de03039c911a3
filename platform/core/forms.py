"""Form fields that look like GOV.UK's, with errors that name place and remedy and links that lead to the right box.

Mends three things of govuk-frontend-wtf 3.2.0: an error of a date leads to its first wrong box instead of to a `div`;
a date sent with fewer or more than three parts is an error instead of a fault; `required` is never printed on a `div`.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import Flask
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovDateInput,
    GovFileInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from markupsafe import Markup
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    FieldList,
    FileField,
    Form,
    FormField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from core.csv_cells import LONGEST_TEXT, UNSEEN
from core.errors import DomainError, RefusalError
from core.written_days import PARTS, DayError, day_from_parts

Problem = dict[str, str]
PASTED = re.compile(r"[\t\r\n]+")


def set_up_forms(app: Flask) -> None:
    """Protect every form against forged requests, and let the page list what is wrong."""
    CSRFProtect(app)
    app.jinja_env.globals["form_problems"] = form_problems


def form_problems(form: Form) -> list[Problem]:
    """The first problem of every field, in the order of the page, each with a link to its box."""
    return [*_of_fields(form), *({"text": str(error)} for error in form.form_errors)]


def _of_fields(fields: Form | Sequence[Field]) -> Iterator[Problem]:
    for field in fields:
        if isinstance(field, FormField):
            yield from _of_fields(field.form)
        elif isinstance(field, FieldList):
            yield from _of_fields(list(field))
        elif field.errors:
            yield {"text": str(field.errors[0]), "href": f"#{_box(field)}"}


def _box(field: Field) -> str:
    """The id of the box to go to; the first option of radios and tick boxes carries the field's own."""
    return field.box() if isinstance(field, DayField) else str(field.id)


def blame(field: Field, sentence: str) -> None:
    """Show a refusal of the domain on the field that caused it."""
    field.errors = [*field.errors, sentence]


def show_refusal(form: FlaskForm, error: DomainError) -> None:
    """Put a refusal at the box it is about, or over the whole form when it has none."""
    name = error.field if isinstance(error, RefusalError) else None
    if name is not None and name in form:
        blame(form[name], error.sentence)
    else:
        form.form_errors = [*form.form_errors, error.sentence]


class _DayInput(GovDateInput):  # type: ignore[misc]
    """Three boxes; only the wrong ones are marked."""

    def __call__(self, field: "DayField", **kwargs: Any) -> Markup:
        kwargs.setdefault("id", field.id)
        params = self.map_gov_params(field, **kwargs)
        params["attributes"].pop("required", None)
        rendered: Markup = self.render(params)
        return rendered

    def map_gov_params(self, field: "DayField", **kwargs: Any) -> dict[str, Any]:
        items = [
            {
                "label": part.capitalize(),
                "id": f"{field.id}-{part}",
                "name": field.name,
                "value": written,
                "classes": f"govuk-input--width-{width}{' govuk-input--error' if part in field.marked() else ''}",
            }
            for part, width, written in zip(PARTS, (2, 2, 4), field.written(), strict=True)
        ]
        given = {"fieldset": {"legend": {"text": field.label.text}}, "items": items}
        kwargs["params"] = given | kwargs.get("params", {})
        # The library's own reading of the field expects exactly three parts; its base class does not look at them.
        params: dict[str, Any] = super(GovDateInput, self).map_gov_params(field, **kwargs)
        return params


class DayField(Field):
    """A day in three boxes; a month may be written as a word. Empty boxes mean no day.

    `subject` starts the messages: "The last day in post must include a year".
    """

    widget = _DayInput()

    def __init__(
        self, label: str, validators: list[Any] | None = None, *, subject: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.subject = subject or label
        self.wrong: tuple[str, ...] = ()
        self.data: date | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        try:
            self.data = day_from_parts([str(value) for value in valuelist], self.subject)
        except DayError as error:
            self.wrong = error.parts
            raise ValueError(str(error)) from None

    def written(self) -> tuple[str, str, str]:
        """What stands in the boxes: what was sent, else the day, else nothing."""
        if self.raw_data:
            day, month, year, *_ = [*map(str, self.raw_data), "", "", ""]
            return day, month, year
        return (str(self.data.day), str(self.data.month), str(self.data.year)) if self.data else ("", "", "")

    def marked(self) -> tuple[str, ...]:
        """The boxes to mark: the wrong ones, or all when the day as a whole is refused."""
        return (self.wrong or PARTS) if self.errors else ()

    def box(self) -> str:
        """The id of the first box to mend."""
        return f"{self.id}-{(self.marked() or PARTS)[0]}"


class DayRequired:
    """Refuses empty boxes with a sentence such as "Enter the last day in post"."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, _form: Form, field: Field) -> None:
        if field.data is None and not field.errors:
            raise StopValidation(self.sentence)


class _Chosen:
    """Says what to choose where the library would only say that a choice is not valid.

    Give `choices` as a mapping from value to words; WTForms has given up pairs.
    """

    def __init__(
        self, label: str, validators: list[Any] | None = None, *, choose: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)  # type: ignore[call-arg]
        self.choose = choose or f"Choose one of the options of \u201c{label}\u201d"

    def pre_validate(self, form: BaseForm) -> None:
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValueError:
            raise StopValidation(self.choose) from None


class ChoiceField(_Chosen, RadioField):
    """Radio buttons; `choose` is the sentence shown when none, or an unknown one, is chosen."""

    widget = GovRadioInput()


class PickField(_Chosen, SelectField):
    """A list to pick from; for more than about six options."""

    widget = GovSelect()


class TicksField(_Chosen, SelectMultipleField):
    """Tick boxes, any number of them."""

    widget = GovCheckboxesInput()


class TickField(BooleanField):
    """One tick box."""

    widget = GovCheckboxInput()


class TextField(StringField):
    """A line of text; spaces at its ends are dropped, and pasted tabs and line ends become spaces.

    It takes what a cell of our files takes and no more, so that what is recorded on screen can be exported and
    imported again.
    """

    widget = GovTextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = PASTED.sub(" ", self.data).strip() if self.data else ""
        if UNSEEN.search(self.data):
            msg = "The text holds a character that cannot be seen. Type it anew"
            raise ValueError(msg)
        if len(self.data) > LONGEST_TEXT:
            msg = f"The text must have {LONGEST_TEXT} characters or fewer"
            raise ValueError(msg)


class AddressField(EmailField):
    """An e-mail address."""

    widget = GovTextInput()


class ParagraphField(TextAreaField):
    """Several lines of text."""

    widget = GovTextArea()


class WholeNumberField(IntegerField):
    """A whole number; `refusal` is the sentence for anything else."""

    widget = GovTextInput()

    def __init__(
        self, label: str, validators: list[Any] | None = None, *, refusal: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.refusal = refusal or f"{label} must be a whole number, such as 12"

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        try:
            super().process_formdata([str(valuelist[0]).replace(",", "").strip()])
        except ValueError:
            raise ValueError(self.refusal) from None


class UploadField(FileField):
    """One file."""

    widget = GovFileInput()


class UploadsField(MultipleFileField):
    """Several files."""

    widget = GovFileInput(multiple=True)


class ButtonField(SubmitField):
    """The button that sends the form."""

    widget = GovSubmitInput()
