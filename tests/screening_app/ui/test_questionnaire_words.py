"""Words for totals, agreement and change: there is one for each code, and the numbers in them are right."""

from __future__ import annotations

from screening_app.services.questionnaire_change import change
from screening_app.services.questionnaires import Agreement, instrument, total_of
from screening_app.ui.questionnaire_words import (
    agreement_in_words,
    change_in_words,
    title_of,
    total_in_words,
    value_in_words,
)

PHQ_9 = instrument("phq-9")


def test_every_kind_of_agreement_has_its_own_sentence_with_the_questionnaires_name():
    sentences = {agreement_in_words(code, PHQ_9) for code in Agreement}
    assert len(sentences) == len(Agreement)
    assert all("PHQ-9" in sentence for sentence in sentences)


def test_totals_say_how_they_were_made():
    assert total_in_words(PHQ_9, total_of(PHQ_9, (1,) * 9)) == "9 of 27 · Mild"
    prorated = total_in_words(PHQ_9, total_of(PHQ_9, (1,) * 8 + (None,)))
    assert prorated == "9 of 27 · Mild · pro-rated from 8 of 9 items; with all of them between 8 and 11"
    assert total_in_words(PHQ_9, total_of(PHQ_9, (1,) * 6 + (None,) * 3)) == (
        "No total: too many items are not answered (7, 8, 9)."
    )
    assert value_in_words(instrument("sds"), 53.75) == "53.75 of 100 · At or above the cut-off"


def test_changes_say_whether_they_are_more_than_error():
    assert change_in_words(change(PHQ_9, 10, 4)) == (
        "Reliable improvement by 6 points · response (half the points or fewer) · remission (below 5)"
    )
    assert change_in_words(change(PHQ_9, 4, 10)) == "Reliable worsening by 6 points"
    assert change_in_words(change(PHQ_9, 8, 4)) == "A difference of 4 points, within measurement error"
    assert "no reliable change is known" in change_in_words(change(instrument("bdi-ii"), 30, 10))


def test_titles_are_in_the_windows_language(translation):
    assert title_of(PHQ_9) == "Patient Health Questionnaire (PHQ-9)"
    translation.use("zh")
    assert title_of(PHQ_9) == "患者健康问卷（PHQ-9）"
