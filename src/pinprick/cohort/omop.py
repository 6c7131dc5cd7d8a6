"""Records in the OMOP common data model as cases: what `codes.yaml` says as SQL for DuckDB.

The same reading as of a FHIR record (`pinprick.fhir.records`): codes mean yes or nothing, and what has
ended, is too old or is in doubt is asked. Vocabularies are those of OMOP; a database without the
concepts of one says as little by it as one that holds none of its codes."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pinprick.files import read
from pinprick.knowledge import Codes, CodeSystem, Knowledge, Recorded
from pinprick.knowledge.codes import plain_code

VOCABULARIES: dict[CodeSystem, str] = {
    "icd10": "ICD10",
    "icd10cm": "ICD10CM",
    "snomed": "SNOMED",
    "rxnorm": "RxNorm",
    "atc": "ATC",
    "loinc": "LOINC",
}
"""How OMOP calls each system."""
_WITH_BELOW = ("icd10", "icd10cm", "atc")
_SENSES = {"L": "low", "LL": "low", "H": "high", "HH": "high"}
_SQL = Path(__file__).with_name("omop.sql")


def script(knowledge: Knowledge, day: date) -> str:
    """The statements for DuckDB that make the temporary table `pinprick_cases` of the person, condition,
    procedure, drug, observation, measurement, death and concept tables in the search path: a row
    a person who is alive on a day, with `id`, `age`, `sex` and a column for each finding that a
    record can say yes to, "present" or null."""
    ways = list(_ways(knowledge))
    parts = (
        f"SET VARIABLE pinprick_date = DATE '{day.isoformat()}';",
        _table(
            "pinprick_ways",
            "way INT, finding TEXT, past BOOL, within_days INT, order_days INT",
            (_way(number, id_, way, knowledge) for number, id_, way in ways),
        ),
        _table(
            "pinprick_codes",
            "way INT, use TEXT, vocabulary_id TEXT, code TEXT, until TEXT, below BOOL",
            (row for number, _, way in ways for row in _codes(number, way)),
        ),
        _table(
            "pinprick_limits",
            "way INT, sense TEXT, value DOUBLE, unit TEXT",
            (row for number, _, way in ways for row in _limits(number, way)),
        ),
        read(_SQL).decode(),
        _cases(knowledge),
    )
    return "\n\n".join(parts)


def _ways(knowledge: Knowledge) -> Iterator[tuple[int, str, Recorded]]:
    each = ((id_, way) for id_, ways in knowledge.codes.findings.items() for way in ways)
    return ((number, id_, way) for number, (id_, way) in enumerate(each))


def _way(number: int, finding: str, way: Recorded, knowledge: Knowledge) -> tuple[object, ...]:
    order_days = way.order_days or knowledge.codes.order_days
    return (number, finding, way.past, way.within_days, order_days)


def _codes(number: int, way: Recorded) -> Iterator[tuple[object, ...]]:
    uses: dict[str, Codes] = {
        "conditions": way.conditions,
        "procedures": way.procedures,
        "medicines": way.medicines,
        "measured": {"loinc": way.measured.loinc} if way.measured else {},
        "shows": way.measured.shows if way.measured else {},
    }
    for use, listed in uses.items():
        for system, codes in listed.items():
            for code in codes:
                first, _, last = code.partition("-" if system in _WITH_BELOW else " ")
                plain = plain_code(system, first)
                yield number, use, VOCABULARIES[system], plain, last, system in _WITH_BELOW


def _limits(number: int, way: Recorded) -> Iterator[tuple[object, ...]]:
    if way.measured is None:
        return
    for unit, value in way.measured.at_least.items():
        yield number, "at-least", value, unit
    for unit, value in way.measured.under.items():
        yield number, "under", value, unit
    for sense in dict.fromkeys(_SENSES[mark] for mark in way.measured.marked):
        yield number, sense, None, ""


def _table(name: str, columns: str, rows: Iterator[tuple[object, ...]]) -> str:
    values = ",\n".join(f"({', '.join(map(_literal, row))})" for row in rows)
    insert = f"INSERT INTO {name} VALUES\n{values};" if values else ""
    return f"CREATE OR REPLACE TEMP TABLE {name} ({columns});\n{insert}"


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def _cases(knowledge: Knowledge) -> str:
    columns = ",\n".join(
        f"    max(CASE WHEN finding = '{id_}' THEN 'present' END) AS \"{id_}\""
        for id_ in knowledge.codes.findings
    )
    return (
        "CREATE OR REPLACE TEMP TABLE pinprick_cases AS\n"
        f"SELECT people.person_id::VARCHAR AS id, people.age, people.sex,\n{columns}\n"
        "FROM pinprick_people AS people LEFT JOIN pinprick_yes USING (person_id)\n"
        "GROUP BY people.person_id, people.age, people.sex ORDER BY people.person_id;"
    )
