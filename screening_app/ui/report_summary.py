"""The first page of a report: the whole result at a glance."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from screening_app.services.questionnaires import Agreement, agreement, instrument
from screening_app.ui import messages, theme
from screening_app.ui.formats import format_clock, format_date, format_value, language_in_force
from screening_app.ui.questionnaire_words import agreement_in_words, title_of
from screening_app.ui.rating_words import rating_in_words
from screening_app.ui.report_html import box, bullets, pairs, paragraph, picture, section, side_by_side, words
from screening_app.ui.report_safety import safety_panels
from screening_app.ui.score_words import chance_in_words, interval_in_words, quality_in_words
from selfmm.types import INDETERMINATE

if TYPE_CHECKING:
    from screening_app.domain import Rating
    from screening_app.services.reports import ReportChoices, ReportContent
    from screening_app.ui.report_pictures import Picture
    from selfmm.types import Score

SCORE_WIDTH = 292  # pixels, of a score on its scale, two of which stand beside each other


def summary(content: ReportContent, choices: ReportChoices, pictures: dict[str, Picture]) -> str:
    """The first page as HTML. What must not be missed comes first, so that long texts push only the rest away."""
    return "".join(
        (
            _head(content),
            safety_panels(content),
            _facts(content, choices),
            _result(content, pictures),
            _quality(content),
            _signing(content),
            _model(content),
        )
    )


def title() -> str:
    """What the report is."""
    return QCoreApplication.translate("Report", "Depression screening: report on one session")


def state_in_words(content: ReportContent) -> str:
    """Whether the report is final, in a word or two."""
    if content.is_final:
        return QCoreApplication.translate("Report", "Final")
    return QCoreApplication.translate("Report", "Preliminary")


def _head(content: ReportContent) -> str:
    """Title and state, and below them what the product says of itself."""
    made = QCoreApplication.translate("Report", "Made on {date}")
    demonstration = QCoreApplication.translate("Report", "Demonstration: this person does not exist.")
    ground = theme.LIGHT.success_soft if content.is_final else theme.LIGHT.warning_soft
    state = f"<p class='strong' style='margin-top: 5px; margin-bottom: 5px'>{words(state_in_words(content))}</p>"
    return (
        f"<table width='100%' cellpadding='0' cellspacing='0'><tr><td width='78%'>{paragraph(title(), 'title')}</td>"
        f"<td width='22%' bgcolor='{ground}' align='center' valign='middle'>{state}</td></tr></table>"
        + paragraph(made.format(date=format_date(datetime.now(UTC), with_time=True)), "muted")
        + (paragraph(demonstration, "danger") if content.patient.is_demo else "")
        + box(f"<span style='font-size: 8.5pt'>{words(messages.notice())}</span>", theme.LIGHT.warning_soft)
    )


def _facts(content: ReportContent, choices: ReportChoices) -> str:
    patient, interview = content.patient, content.interview
    length = format_clock(interview.recording.duration_seconds) if interview.recording else "–"
    scored = format_date(content.assessment.created_at, with_time=True) if content.assessment else "–"
    facts = [
        (QCoreApplication.translate("Report", "Patient"), patient.code),
        (QCoreApplication.translate("Report", "Session held on"), format_date(interview.held_at, with_time=True)),
        (QCoreApplication.translate("Report", "Sex"), messages.sex_name(patient.sex)),
        (QCoreApplication.translate("Report", "Source"), messages.source_name(interview.source)),
        (QCoreApplication.translate("Report", "Year of birth"), str(patient.birth_year or "–")),
        (QCoreApplication.translate("Report", "Language spoken"), messages.language_name(interview.language)),
        (QCoreApplication.translate("Report", "Scored on"), scored),
        (QCoreApplication.translate("Report", "Length"), length),
    ]
    if choices.with_name:
        facts.insert(0, (QCoreApplication.translate("Report", "Name"), patient.name or "–"))
        facts.insert(1, ("", ""))
    return paragraph(" ", "small") + pairs(facts)


def _result(content: ReportContent, pictures: dict[str, Picture]) -> str:
    """The model's score, and beside it what the questionnaires say."""
    cells = [_score(content, pictures), _ratings(content, pictures)]
    return section(QCoreApplication.translate("Report", "Result"), side_by_side(cells, theme.LIGHT.raised))


def _score(content: ReportContent, pictures: dict[str, Picture]) -> str:
    score = content.score
    heading = paragraph(QCoreApplication.translate("Report", "Score of the model"), "muted")
    if score is None:
        none = QCoreApplication.translate("Report", "This session was not scored by the model.")
        return heading + paragraph(none, "strong")
    kind = "undecided" if score.band == INDETERMINATE else "figure"
    return "".join(
        (
            heading,
            paragraph(headline(score), kind),
            _drawn("score", pictures),
            bullets(messages.reason(code) for code in score.reasons),
            paragraph(_sureness(score), "small"),
        )
    )


def headline(score: Score) -> str:
    """The score with its band, or that it is indeterminate, which no number may hide."""
    if score.value is None:
        return QCoreApplication.translate("Report", "Indeterminate: no score can be given")
    if score.band == INDETERMINATE:
        return QCoreApplication.translate(
            "Report", "Indeterminate: {value} on {scale} lies too close to the cut-off of {cutoff}"
        ).format(value=format_value(score.value), scale=score.scale.name, cutoff=f"{score.scale.cutoff:g}")
    return QCoreApplication.translate("Report", "{scale} {value}: {band}").format(
        scale=score.scale.name, value=format_value(score.value), band=messages.band_name(score.band)
    )


def _sureness(score: Score) -> str:
    scale = QCoreApplication.translate(
        "Report", "The scale goes from {minimum} to {maximum}; its cut-off is {cutoff}."
    ).format(minimum=f"{score.scale.minimum:g}", maximum=f"{score.scale.maximum:g}", cutoff=f"{score.scale.cutoff:g}")
    glue = "" if language_in_force() == "zh" else " "
    return glue.join(filter(None, (interval_in_words(score), chance_in_words(score), scale)))


def _ratings(content: ReportContent, pictures: dict[str, Picture]) -> str:
    heading = paragraph(QCoreApplication.translate("Report", "Questionnaires"), "muted")
    if not content.ratings:
        none = QCoreApplication.translate("Report", "No questionnaire was filled in during this session.")
        return heading + paragraph(none)
    return heading + "".join(_rating(rating, content.score, pictures) for rating in content.ratings)


def _rating(rating: Rating, score: Score | None, pictures: dict[str, Picture]) -> str:
    known = instrument(rating.instrument)
    agree = agreement(score, rating) if score else None
    agreed = agreement_in_words(agree, known) if agree else ""
    return "".join(
        (
            paragraph(f"{known.name} · {rating_in_words(rating)}", "strong"),
            _drawn(f"rating-{rating.instrument}", pictures),
            paragraph(agreed, "small" if agree in (Agreement.NOT_COMPARABLE, Agreement.NO_CUTOFF) else ""),
        )
    )


def rating_title(rating: Rating) -> str:
    """The full name of a questionnaire."""
    return title_of(instrument(rating.instrument))


def _drawn(name: str, pictures: dict[str, Picture]) -> str:
    drawn = pictures.get(name)
    return picture(name, drawn.width, drawn.height) if drawn else ""


def _quality(content: ReportContent) -> str:
    """What was measured of the recording in one line, and what makes the score less sure, with its remedy."""
    score = content.score
    if score is None:
        return ""
    measured = "   ·   ".join(f"{name} {value}" for name, value in quality_in_words(score.quality))
    warnings = bullets(messages.reason(code) for code in score.warnings)
    return section(
        QCoreApplication.translate("Report", "Quality of the recording"), paragraph(measured, "muted") + warnings
    )


def _signing(content: ReportContent) -> str:
    return section(QCoreApplication.translate("Report", "Sign-off"), "".join(map(paragraph, _signing_lines(content))))


def _signing_lines(content: ReportContent) -> list[str]:
    """Who signed the session off and when, and what was added since."""
    signed = content.sign_off
    if signed is None:
        return [
            QCoreApplication.translate(
                "Report", "This report is preliminary: the session has not been signed off by a clinician."
            )
        ]
    who = QCoreApplication.translate("Report", "Signed off by {name} on {date}.")
    lines = [who.format(name=signed.signed_by, date=format_date(signed.signed_at, with_time=True))]
    if not content.is_final:
        lines.append(
            QCoreApplication.translate("Report", "This is another score than the one with which it was signed off.")
        )
    if content.addenda:
        added = QCoreApplication.translate(
            "Report", "Addenda since then: {count}. They stand at the end of this report."
        )
        lines.append(added.format(count=len(content.addenda)))
    return lines


def _model(content: ReportContent) -> str:
    """The model's id and one line of its card."""
    if content.score is None:
        return ""
    card = content.card_line(language_in_force())
    unknown = QCoreApplication.translate("Report", "This model is no longer the active one; its card is not at hand.")
    return section(
        QCoreApplication.translate("Report", "Model"), paragraph(f"{content.score.bundle} · {card or unknown}")
    )
