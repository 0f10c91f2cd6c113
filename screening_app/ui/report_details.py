"""The further pages of a report: how it was before, answer by answer, what was measured, and what was added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from screening_app.services.questionnaires import instrument
from screening_app.ui import messages
from screening_app.ui.formats import format_clock, format_date, format_value, language_in_force
from screening_app.ui.history_words import change_in_words
from screening_app.ui.marker_range_words import about_markers, about_ranges, range_in_words, ranges_title
from screening_app.ui.marker_words import markers_in_words
from screening_app.ui.rating_words import rating_in_words
from screening_app.ui.report_html import bullets, pairs, paragraph, picture, section, table, words
from screening_app.ui.report_pictures import MOST_SESSIONS
from screening_app.ui.report_summary import rating_title
from screening_app.ui.score_words import effect_in_words, modality_in_words, most_influential, unscored_in_words
from selfmm.types import Modality

if TYPE_CHECKING:
    from screening_app.domain import Addendum, Assessment, Rating
    from screening_app.services.reports import ReportChoices, ReportContent
    from screening_app.ui.report_pictures import Picture
    from selfmm.types import Passage, Score

_MARKER_SHARES = (40, 25, 35)  # percent of the width, of a marker's name, value and range
_ANSWER_SHARES = (6, 16, 11, 11)  # percent of the width, of the columns of the answers beside what was said


def details(content: ReportContent, choices: ReportChoices, pictures: dict[str, Picture]) -> str:
    """The further pages as HTML; "" where there is nothing to tell."""
    parts = [_history(content, pictures), *_of_score(content.assessment, choices, content.interview.language)]
    parts += [_rating(rating) for rating in content.ratings]
    if choices.with_notes:
        notes = paragraph(content.interview.notes)
        parts.append(section(QCoreApplication.translate("Report", "Notes on the session"), notes))
    parts.append(_addenda(content.addenda))
    told = "".join(parts)
    title = words(QCoreApplication.translate("Report", "Details"))
    return f"<p class='title' style='page-break-before: always'>{title}</p>{told}" if told else ""


def _history(content: ReportContent, pictures: dict[str, Picture]) -> str:
    drawn = pictures.get("history")
    if drawn is None:
        return ""
    chart = picture("history", drawn.width, drawn.height)
    said = paragraph(change_in_words(content.change)) + _left_out(len(content.history))
    return section(QCoreApplication.translate("Report", "History"), chart + said)


def _left_out(sessions: int) -> str:
    """That the chart does not show all sessions, where it does not."""
    if sessions <= MOST_SESSIONS:
        return ""
    text = QCoreApplication.translate("Report", "The chart shows the last {shown} of {all} sessions with a score.")
    return paragraph(text.format(shown=MOST_SESSIONS, all=sessions), "muted")


def _of_score(assessment: Assessment | None, choices: ReportChoices, spoken: str) -> list[str]:
    """What the score of a session in the language `spoken` rests on."""
    if assessment is None:
        return []
    score = assessment.score
    parts = [_modalities(score), _markers(assessment, spoken)]
    if choices.with_text:
        parts.append(_influential(most_influential(score)))
    return [*parts, _answers(score, with_text=choices.with_text)]


def _modalities(score: Score) -> str:
    views = tuple((messages.modality_name(name), modality_in_words(score, name)) for name in Modality)
    return section(
        QCoreApplication.translate("Report", "What each says by itself"),
        pairs(views, per_row=3) + paragraph(unscored_in_words(score), "muted"),
    )


def _markers(assessment: Assessment, spoken: str) -> str:
    """Voice and face as they were measured, beside usual ranges, with what such numbers can and cannot say."""
    measured = assessment.markers
    tables = [
        table(
            title,
            ("", QCoreApplication.translate("Report", "Measured"), ranges_title()),
            _MARKER_SHARES,
            [
                (words(row.name), words(row.value), words(range_in_words(row.code, measured[row.code], spoken).text))
                for row in rows
            ],
        )
        for title, rows in markers_in_words(measured)
    ]
    if not tables:
        return ""
    about = paragraph(about_markers(), "small") + paragraph(about_ranges(spoken), "small")
    return section(QCoreApplication.translate("Report", "Voice and face, measured"), "".join(tables) + about)


def _influential(passages: tuple[Passage, ...]) -> str:
    """The few sentences that move the score most, each with by how much."""
    quoted = QCoreApplication.translate("Report", "“{sentence}” {effect}")
    told = [quoted.format(sentence=passage.text, effect=effect_in_words(passage.effect)) for passage in passages]
    return section(QCoreApplication.translate("Report", "Sentences that moved the score most"), bullets(told))


def _answers(score: Score, *, with_text: bool) -> str:
    """Each answer with its own value and what leaving it out would change."""
    heads = [
        QCoreApplication.translate("Report", "No."),
        QCoreApplication.translate("Report", "Time"),
        QCoreApplication.translate("Report", "Value"),
        QCoreApplication.translate("Report", "Effect"),
    ]
    shares = [*_ANSWER_SHARES]
    if with_text:
        heads.append(QCoreApplication.translate("Report", "What was said"))
        shares.append(100 - sum(_ANSWER_SHARES))
    said = most_influential(score) if with_text else ()
    rows = [_answer(number, score, said)[: len(heads)] for number in range(len(score.answers))]
    about = QCoreApplication.translate(
        "Report", "Effect: by how much the score is higher or lower than it would be without the answer."
    )
    told = table(QCoreApplication.translate("Report", "Answers"), heads, shares, rows)
    return told + paragraph(about, "small") if told else ""


def _answer(number: int, score: Score, marked: tuple[Passage, ...]) -> list[str]:
    answer, effect = score.answers[number], score.effects[number]
    time = f"{format_clock(answer.start)} – {format_clock(answer.end)}" if answer.end > answer.start else "–"
    return [str(number + 1), time, words(format_value(answer.value)), _signed(effect), _said(answer.text, marked)]


def _signed(effect: float | None) -> str:
    """An effect with its sign; none for one that is rounded away."""
    if effect is None:
        return "–"
    sign = "" if abs(effect) < 0.05 else "+" if effect > 0 else "−"
    return sign + words(format_value(abs(effect)))


def _said(text: str, marked: tuple[Passage, ...]) -> str:
    """What was said, with the sentences that moved the score most underlined."""
    html = words(text)
    for passage in marked:
        sentence = words(passage.text)
        html = html.replace(sentence, f"<u><b>{sentence}</b></u>", 1) if sentence else html
    return html


def _rating(rating: Rating) -> str:
    """A questionnaire item by item; only its total where only that was entered."""
    known = instrument(rating.instrument)
    if not rating.answers:
        return ""
    language = language_in_force()
    chosen = {option.value: option.text[language] for option in known.options}
    rows = [
        [str(item.number), words(item.text[language]), "–" if answer is None else f"{answer}  {words(chosen[answer])}"]
        for item, answer in zip(known.items, rating.answers, strict=True)
    ]
    if known.difficulty is not None and rating.difficulty is not None:
        hard = next(option for option in known.difficulty.options if option.value == rating.difficulty)
        rows.append(["", words(known.difficulty.text[language]), words(hard.text[language])])
    heads = [
        QCoreApplication.translate("Report", "Item"),
        QCoreApplication.translate("Report", "Question"),
        QCoreApplication.translate("Report", "Answer"),
    ]
    return table(f"{rating_title(rating)} – {rating_in_words(rating)}", heads, (8, 62, 30), rows)


def _addenda(addenda: tuple[Addendum, ...]) -> str:
    """What was added after the sign-off, each with who wrote it and when."""
    by = QCoreApplication.translate("Report", "{name}, {date}")
    told = [
        paragraph(by.format(name=added.written_by, date=format_date(added.written_at, with_time=True)), "muted")
        + paragraph(added.text)
        for added in addenda
    ]
    return section(QCoreApplication.translate("Report", "Addenda"), "".join(told))
