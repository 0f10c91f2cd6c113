"""One model of the list in full: where it comes from, what it learnt from, when it was active, and its card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from screening_app.ui import messages, theme
from screening_app.ui.formats import format_date, language_in_force
from screening_app.ui.guide_view import GuideView
from screening_app.ui.training_models_table import counts_in_words, origin_in_words
from screening_app.ui.training_words import languages_in_words, model_name
from screening_app.ui.widgets import label

if TYPE_CHECKING:
    from screening_app.domain import Activation
    from screening_app.services.model_registry import ListedModel


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """A model of the list with all that is told of it."""

    listed: ListedModel
    activations: tuple[Activation, ...]  # of this model, newest first
    withdrawn: int  # sessions that it learnt from and whose consent was withdrawn since
    uses: int  # assessments that it made


class TrainingModelDetails(QWidget):
    """Shows one model."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts: ModelFacts | None = None
        self.name = label("", "section", wrap=True)
        self.texts = label("", wrap=True)
        self.problem = label("", "problem", wrap=True)
        self.card = GuideView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        for part in (self.name, self.problem, self.texts):
            column.addWidget(part)
        column.addWidget(self.card, 1)
        self.retranslate()

    def show_facts(self, facts: ModelFacts | None) -> None:
        """Show a model; None for none."""
        self.facts = facts
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        facts = self.facts
        self.card.setAccessibleName(self.tr("Model card"))
        self.name.setText(model_name(facts.listed.name) if facts else "")
        self.texts.setText("\n".join(self._told(facts)) if facts else "")
        problems = self._problems(facts) if facts else []
        self.problem.setText("\n".join(problems))
        self.problem.setVisible(bool(problems))
        self.card.show_text(_card(facts.listed) if facts else "")

    def _told(self, facts: ModelFacts) -> list[str]:
        listed = facts.listed
        told = [self.tr("{origin}. Id {id}.").format(origin=origin_in_words(listed), id=listed.id)]
        if listed.info is not None:
            scale = listed.info.scale
            text = self.tr("Scale {scale} from {minimum} to {maximum}, cut-off {cutoff}.")
            told.append(
                text.format(
                    scale=scale.name,
                    minimum=f"{scale.minimum:g}",
                    maximum=f"{scale.maximum:g}",
                    cutoff=f"{scale.cutoff:g}",
                )
            )
        told += self._data(listed)
        if facts.activations or not listed.is_default:
            told.append(self._activity(facts))
        if facts.uses:
            told.append(self.tr("{count} assessments were made by it.").format(count=facts.uses))
        return told

    def _data(self, listed: ListedModel) -> list[str]:
        """Counts alone: a model says nothing of who was among the people."""
        summary = listed.model.summary if listed.model else {}
        if not {"people", "sessions", "people_above", "people_below", "languages"} <= summary.keys():
            return []
        sides = self.tr("Learnt from {counts}; {above} people at or above the cut-off, {below} below; {languages}.")
        return [
            sides.format(
                counts=counts_in_words(listed),
                above=summary["people_above"],
                below=summary["people_below"],
                languages=languages_in_words(summary["languages"]),
            )
        ]

    def _activity(self, facts: ModelFacts) -> str:
        told = [
            self.tr("{date} by {name}").format(
                date=format_date(one.activated_at, with_time=True), name=one.activated_by
            )
            for one in facts.activations
        ]
        if not told:
            return self.tr("Never activated here.")
        return self.tr("Activated: {times}.").format(times=self.tr("; ").join(told))

    def _problems(self, facts: ModelFacts) -> list[str]:
        problems = [] if facts.listed.problem is None else [messages.say(facts.listed.problem)]
        if not facts.listed.is_trusted:
            problems.append(
                self.tr(
                    "Imported, and nobody has confirmed it yet. Find out who made it and from whom, read its card, "
                    "then confirm it."
                )
            )
        if facts.withdrawn:
            problems.append(
                self.tr(
                    "It learnt from {count} sessions whose consent to training was withdrawn since. What was learnt "
                    "cannot be taken out of a model: train a new one without them, and activate that."
                ).format(count=facts.withdrawn)
            )
        return problems


def _card(listed: ListedModel) -> str:
    """The card as Markdown, its first line as a paragraph, for it is a whole sentence."""
    if listed.info is None:
        return ""
    card = listed.info.card.get(language_in_force(), listed.info.card["en"])
    title, _, rest = card.partition("\n")
    return f"**{title.lstrip('# ')}**\n{rest}"
