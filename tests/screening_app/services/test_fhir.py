"""The bundle keeps the published rules of R4B, says what LOINC has a code for, and never calls a score a PHQ-9."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from screening_app.domain import Sex
from screening_app.services.fhir import bundle_of, validated
from screening_app.services.fhir_codes import LOINC, plain_text
from screening_app.services.ratings import complete_review, enter_total, rate
from screening_app.services.session_records import read_records
from screening_app.services.sessions import sign_off
from selfmm.scales import PHQ_9

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import Interview
    from screening_app.services.session_records import SessionRecord
    from screening_app.services.workspace import Workspace

Resource = dict[str, Any]


def resources(workspace: Workspace, *interviews: Interview, **asked: bool) -> list[Resource]:
    """The bundle's resources as they are read again from what is written."""
    records = read_records(workspace, [workspace.interviews.get(interview.id) for interview in interviews])
    asked = {"with_identity": False, "with_text": False} | asked
    return in_bundle(bundle_of(records[0].patient, records, **asked))


def in_bundle(document: Resource) -> list[Resource]:
    Bundle.model_validate_json(json.dumps(document))
    assert (document["resourceType"], document["type"]) == ("Bundle", "collection")
    addresses = {entry["fullUrl"] for entry in document["entry"]}
    assert len(addresses) == len(document["entry"])
    assert set(references(document)) <= addresses
    return [entry["resource"] for entry in document["entry"]]


def references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["reference"]] if "reference" in value else []
        return own + [found for part in value.values() for found in references(part)]
    return [found for part in value for found in references(part)] if isinstance(value, list) else []


def of_kind(found: list[Resource], kind: str) -> list[Resource]:
    return [resource for resource in found if resource["resourceType"] == kind]


def coded(found: list[Resource], code: str) -> Resource:
    (only,) = [one for one in of_kind(found, "Observation") if one["code"]["coding"][0]["code"] == code]
    return only


def codes(found: list[Resource]) -> list[str]:
    return [one["code"]["coding"][0]["code"] for one in of_kind(found, "Observation")]


def test_a_phq_9_has_the_codes_of_loinc(workspace: Workspace, scored_interview: Callable[..., Interview]) -> None:
    interview = scored_interview(50.0)
    rate(workspace, interview.id, "phq-9", (1, 2, 3, 0, 1, 1, 1, 1, 0), language="zh", difficulty=1)
    found = resources(workspace, interview)
    total, panel = coded(found, "44261-6"), coded(found, "44249-1")
    assert (total["valueQuantity"]["value"], total["valueQuantity"]["code"]) == (10, "{score}")
    assert total["interpretation"][0]["coding"][0]["code"] == "moderate"
    items = [part["code"]["coding"][0]["code"] for part in panel["component"]]
    assert items == ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"]
    assert [part["valueCodeableConcept"]["coding"][0]["code"] for part in panel["component"]][:4] == [
        "LA6569-3", "LA6570-1", "LA6571-9", "LA6568-5",
    ]  # fmt: skip
    (response,) = of_kind(found, "QuestionnaireResponse")
    assert response["questionnaire"] == "http://loinc.org/q/44249-1"
    assert response["status"] == "completed"
    assert response["item"][0]["text"] == "做事时提不起劲或没有兴趣"
    assert response["item"][-1]["linkId"] == "/69722-7"
    assert response["item"][-1]["answer"][0]["valueCoding"] == {
        "system": LOINC, "code": "LA6573-5", "display": "有点困难",
    }  # fmt: skip


def test_a_gad_7_has_the_codes_of_loinc(workspace: Workspace, scored_interview: Callable[..., Interview]) -> None:
    interview = scored_interview(50.0)
    rate(workspace, interview.id, "gad-7", (1, 2, 3, 0, 1, 1, None), language="en")
    found = resources(workspace, interview)
    assert coded(found, "70274-6")["valueQuantity"]["value"] == 9
    assert "Pro-rated" in coded(found, "70274-6")["note"][0]["text"]
    last = coded(found, "69737-5")["component"][-1]
    assert last["code"]["coding"][0]["code"] == "69736-7"
    assert last["dataAbsentReason"]["coding"][0]["code"] == "unknown"
    assert of_kind(found, "QuestionnaireResponse")[0]["status"] == "stopped"


def test_what_has_no_known_code_has_one_of_our_own(
    workspace: Workspace, scored_interview: Callable[..., Interview]
) -> None:
    interview = scored_interview(50.0)
    enter_total(workspace, interview.id, "hamd-17", 14, language="en")
    rate(workspace, interview.id, "phq-8", (3, 3, 3, None, None, None, 0, 0), language="en")
    found = resources(workspace, interview)
    assert coded(found, "hamd-17-total")["valueQuantity"]["value"] == 14
    assert "valueQuantity" not in coded(found, "phq-8-total")
    assert coded(found, "phq-8-total")["dataAbsentReason"]["text"] == "Too many items were not answered."
    assert "44261-6" not in codes(found)


def test_the_models_score_is_never_a_questionnaires_total(
    workspace: Workspace, scored_interview: Callable[..., Interview]
) -> None:
    interview = scored_interview(12.0, scale=PHQ_9, interval=(8.0, 16.0), band="indeterminate", probability=0.6)
    found = resources(workspace, interview)
    assert codes(found) == ["model-score-phq-9"]
    score = coded(found, "model-score-phq-9")
    assert score["code"]["coding"][0]["system"] == "urn:x-selfmm-screening:score"
    assert score["valueQuantity"]["value"] == 12
    assert score["interpretation"][0]["coding"][0]["code"] == "IND"
    parts = {part["code"]["coding"][0]["code"]: part["valueQuantity"]["value"] for part in score["component"]}
    assert parts == {"interval-low": 8, "interval-high": 16, "probability": 0.6}
    (device,), (provenance,) = of_kind(found, "Device"), of_kind(found, "Provenance")
    assert device["version"][0]["value"] == "0123456789ab"
    assert provenance["agent"][0]["who"] == score["device"]
    assert "Not a diagnosis" in score["note"][0]["text"]


def test_without_a_number_the_score_says_why(workspace: Workspace, scored_interview: Callable[..., Interview]) -> None:
    interview = scored_interview(None, interval=None, band="indeterminate", reasons=("too_few_words",))
    score = coded(resources(workspace, interview), "model-score-sds")
    assert "valueQuantity" not in score
    assert "component" not in score
    assert "Indeterminate" in score["dataAbsentReason"]["text"]
    assert {"text": "too few words"} in score["note"]


def test_everything_is_preliminary_until_the_session_is_signed(
    workspace: Workspace, scored_interview: Callable[..., Interview]
) -> None:
    interview = scored_interview(50.0)
    rate(workspace, interview.id, "phq-9", (1,) * 8 + (0,), language="en")
    before = {one["status"] for one in of_kind(resources(workspace, interview), "Observation")}
    sign_off(workspace, interview, "Dr. Secret")
    found = resources(workspace, interview)
    assert (before, {one["status"] for one in of_kind(found, "Observation")}) == ({"preliminary"}, {"final"})
    (provenance,) = of_kind(found, "Provenance")
    assert provenance["agent"][1]["who"] == {"display": "Clinician"}
    named = of_kind(resources(workspace, interview, with_identity=True), "Provenance")[0]
    assert named["agent"][1]["who"] == {"display": "Dr. Secret"}


def test_item_9_raises_a_flag(workspace: Workspace, scored_interview: Callable[..., Interview]) -> None:
    interview = scored_interview(50.0)
    rate(workspace, interview.id, "phq-9", (0,) * 8 + (1,), language="en")
    (flag,) = of_kind(resources(workspace, interview), "Flag")
    assert (flag["status"], "Nobody has assessed" in flag["code"]["text"]) == ("active", True)
    (review,) = workspace.safety_reviews.of_interview(interview.id)
    complete_review(workspace, review, assessed_by="Dr. W", tool="C-SSRS", outcome="none", plan="secret plan")
    (flag,) = of_kind(resources(workspace, interview), "Flag")
    assert (flag["status"], "secret" in json.dumps(flag), "author" in flag) == ("inactive", False, False)
    (flag,) = of_kind(resources(workspace, interview, with_text=True, with_identity=True), "Flag")
    assert "secret plan" in flag["code"]["text"]
    assert flag["author"] == {"display": "Dr. W"}


def test_the_patient_is_a_code_unless_asked_for(
    workspace: Workspace, scored_interview: Callable[..., Interview]
) -> None:
    interview = scored_interview(50.0)
    patient = replace(workspace.patients.get(interview.patient_id), birth_year=1980, sex=Sex.FEMALE)
    workspace.patients.update(patient)
    (bare,) = of_kind(resources(workspace, interview), "Patient")
    assert (bare["identifier"][0]["value"], bare["birthDate"], bare["gender"]) == ("P-7K3Q", "1980", "female")
    assert "name" not in bare
    (named,) = of_kind(resources(workspace, interview, with_identity=True), "Patient")
    assert named["name"] == [{"text": "张三"}]


def test_two_sessions_share_patient_and_model(workspace: Workspace, scored_interview: Callable[..., Interview]) -> None:
    found = resources(workspace, scored_interview(50.0), scored_interview(40.0))
    assert [len(of_kind(found, kind)) for kind in ("Patient", "Device", "Provenance")] == [1, 1, 2]


def test_a_broken_rule_is_found() -> None:
    with pytest.raises(ValueError, match="status"):
        validated([{"resource": {"resourceType": "Observation", "code": {"text": "x"}}}])


@pytest.fixture
def signed(workspace: Workspace, scored_interview: Callable[..., Interview]) -> SessionRecord:
    interview = scored_interview(50.0)
    rate(workspace, interview.id, "phq-9", (0,) * 8 + (1,), language="en")
    (review,) = workspace.safety_reviews.of_interview(interview.id)
    complete_review(workspace, review, assessed_by="Dr. W", tool="C-SSRS", outcome="none", plan="plan")
    sign_off(workspace, interview, "Dr. W")
    return read_records(workspace, [interview])[0]


@given(text=some.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_nothing_that_is_typed_breaks_the_rules(signed: SessionRecord, text: str) -> None:
    patient = replace(signed.patient, name=text, code=text)
    typed = replace(
        signed,
        sign_off=replace(signed.sign_off, signed_by=text),
        safety_reviews=(replace(signed.safety_reviews[0], assessed_by=text, plan=text),),
    )
    read = in_bundle(bundle_of(patient, [typed], with_identity=True, with_text=True))
    assert read[0].get("name", [{"text": ""}])[0]["text"] == plain_text(text)
