-- Records in the OMOP common data model (5.3, 5.4) as cases, one row a person, for DuckDB.
--
-- It reads three tables that whoever runs it makes first: `pinprick_ways`, `pinprick_codes` and `pinprick_limits`, with what codes mean a
-- yes to which finding, and the variable `pinprick_date`, the day on which people are asked. It makes `pinprick_yes`: each yes with the way
-- that gave it. Nothing means no: what a record does not hold, or holds with a doubt, is no row. A condition or medicine that has ended
-- counts only where the way says `past`; of measurements only the newest day, on which all have to agree.

CREATE OR REPLACE TEMP TABLE pinprick_people AS
SELECT
    person_id,
    CASE WHEN first_year = last_year THEN first_year END AS age,
    CASE gender_concept_id WHEN 8507 THEN 'male' WHEN 8532 THEN 'female' END AS sex
FROM (
    SELECT
        person_id,
        gender_concept_id,
        date_diff('year', last_born, getvariable('pinprick_date'))
            - (strftime(getvariable('pinprick_date'), '%m%d') < strftime(last_born, '%m%d'))::INT AS first_year,
        date_diff('year', first_born, getvariable('pinprick_date'))
            - (strftime(getvariable('pinprick_date'), '%m%d') < strftime(first_born, '%m%d'))::INT AS last_year
    FROM (
        SELECT
            person_id,
            gender_concept_id,
            make_date(year_of_birth::INT, coalesce(nullif(month_of_birth, 0), 1)::INT,
                      CASE WHEN nullif(month_of_birth, 0) IS NULL THEN 1 ELSE coalesce(nullif(day_of_birth, 0), 1) END::INT) AS first_born,
            CASE
                WHEN nullif(month_of_birth, 0) IS NULL THEN make_date(year_of_birth::INT, 12, 31)
                WHEN nullif(day_of_birth, 0) IS NULL THEN last_day(make_date(year_of_birth::INT, month_of_birth::INT, 1))
                ELSE make_date(year_of_birth::INT, month_of_birth::INT, day_of_birth::INT)
            END AS last_born
        FROM person
    )
)
WHERE person_id NOT IN (SELECT person_id FROM death WHERE death_date <= getvariable('pinprick_date') AND person_id IS NOT NULL)
  AND first_year >= 0;

-- Every concept that a listed code stands for: ICD and ATC with what lies below them, a medicine with all that hold it.
CREATE OR REPLACE TEMP TABLE pinprick_concepts AS
WITH listed AS (
    SELECT codes.way, codes.use, concept.concept_id
    FROM concept
    JOIN pinprick_codes AS codes ON codes.vocabulary_id = concept.vocabulary_id AND CASE
        WHEN codes.until <> '' THEN substr(replace(concept.concept_code, '.', ''), 1, 3) BETWEEN codes.code AND codes.until
        WHEN codes.below THEN starts_with(replace(concept.concept_code, '.', ''), codes.code)
        ELSE concept.concept_code = codes.code
    END
)
SELECT DISTINCT way, use, concept_id FROM listed
UNION
SELECT listed.way, listed.use, descendant_concept_id
FROM listed JOIN concept_ancestor ON ancestor_concept_id = listed.concept_id
WHERE listed.use = 'medicines';

CREATE OR REPLACE TEMP TABLE pinprick_stated AS
SELECT 'conditions' AS use, person_id, concept_id, condition_start_date AS began, condition_end_date AS ended
FROM (
    SELECT *, unnest([condition_concept_id, condition_source_concept_id]) AS concept_id FROM condition_occurrence
)
UNION ALL
SELECT 'conditions', person_id, observation_concept_id, observation_date, NULL
FROM observation
WHERE coalesce(value_as_concept_id, 0) = 0 AND value_as_number IS NULL AND coalesce(value_as_string::VARCHAR, '') = ''
  AND coalesce(qualifier_concept_id, 0) = 0
UNION ALL
SELECT 'procedures', person_id, concept_id, procedure_date, procedure_date
FROM (
    SELECT *, unnest([procedure_concept_id, procedure_source_concept_id]) AS concept_id FROM procedure_occurrence
)
UNION ALL
SELECT 'medicines', person_id, concept_id, drug_exposure_start_date, drug_exposure_end_date
FROM (
    SELECT *, unnest([drug_concept_id, drug_source_concept_id]) AS concept_id FROM drug_exposure
);

CREATE OR REPLACE TEMP TABLE pinprick_measured AS
WITH newest AS (
    SELECT concepts.way, measurement.*
    FROM measurement
    JOIN pinprick_concepts AS concepts ON concepts.use = 'measured' AND concepts.concept_id = measurement_concept_id
    WHERE measurement_date <= getvariable('pinprick_date')
    QUALIFY measurement_date = max(measurement_date) OVER (PARTITION BY concepts.way, measurement.person_id)
),
said AS (
    SELECT
        newest.way,
        newest.person_id,
        newest.measurement_date,
        coalesce(bool_or(CASE limits.sense
            WHEN 'at-least' THEN newest.value_as_number::DOUBLE >= limits.value AND coalesce(operator_concept_id, 0) NOT IN (4171756, 4171754)
            WHEN 'under' THEN newest.value_as_number::DOUBLE < limits.value AND coalesce(operator_concept_id, 0) NOT IN (4172704, 4171755)
        END), FALSE)
        OR coalesce(bool_or('low' = limits.sense AND newest.value_as_number::DOUBLE < newest.range_low::DOUBLE), FALSE)
        OR coalesce(bool_or('high' = limits.sense AND newest.value_as_number::DOUBLE > newest.range_high::DOUBLE), FALSE)
        OR bool_or(shows.way IS NOT NULL) AS yes
    FROM newest
    LEFT JOIN concept AS unit ON unit.concept_id = newest.unit_concept_id AND newest.unit_concept_id <> 0
    LEFT JOIN pinprick_limits AS limits ON limits.way = newest.way
        AND (limits.unit = '' OR limits.unit = coalesce(unit.concept_code, newest.unit_source_value::VARCHAR))
    LEFT JOIN pinprick_concepts AS shows ON shows.use = 'shows' AND shows.way = newest.way AND shows.concept_id = newest.value_as_concept_id
    GROUP BY newest.way, newest.person_id, newest.measurement_date, newest.measurement_id
)
SELECT way, person_id, measurement_date AS began FROM said GROUP BY ALL HAVING bool_and(yes);

CREATE OR REPLACE TEMP TABLE pinprick_yes AS
WITH dated AS (
    SELECT *, ended < getvariable('pinprick_date') AS over FROM pinprick_stated WHERE began <= getvariable('pinprick_date')
),
contradicted AS ( -- the same condition ended after this entry of it began
    SELECT DISTINCT one.person_id, one.concept_id, one.began
    FROM dated AS one
    JOIN dated AS other ON other.use = 'conditions' AND other.over
        AND other.person_id = one.person_id AND other.concept_id = one.concept_id AND other.ended > one.began
    WHERE one.use = 'conditions'
)
SELECT DISTINCT person_id, ways.finding, ways.way
FROM dated
JOIN pinprick_concepts AS concepts USING (use, concept_id)
JOIN pinprick_ways AS ways ON ways.way = concepts.way
LEFT JOIN contradicted USING (person_id, concept_id, began)
WHERE CASE
        WHEN ways.past THEN TRUE
        ELSE dated.use <> 'procedures' AND NOT coalesce(dated.over, FALSE)
            AND (dated.use <> 'conditions' OR contradicted.concept_id IS NULL)
    END
    AND CASE
        WHEN dated.use = 'medicines' AND dated.ended IS NULL
            THEN dated.began >= getvariable('pinprick_date') - to_days(ways.order_days)
        WHEN dated.use = 'medicines' AND NOT coalesce(dated.over, FALSE) THEN TRUE
        WHEN ways.within_days IS NULL THEN TRUE
        WHEN coalesce(dated.over, FALSE) THEN dated.ended >= getvariable('pinprick_date') - to_days(ways.within_days)
        ELSE dated.began >= getvariable('pinprick_date') - to_days(ways.within_days)
    END
UNION
SELECT DISTINCT person_id, ways.finding, ways.way
FROM pinprick_measured AS measured
JOIN pinprick_ways AS ways ON ways.way = measured.way
WHERE ways.within_days IS NULL OR measured.began >= getvariable('pinprick_date') - to_days(ways.within_days);
