-- Which forces are most like which, by the inspectorate's list of each year.
-- Grain: one row per edition, force and force of its group; a force is not of its own group.
-- The list ships empty, because HMICFRS's is not known here for certain: with an office's own list
-- in assets/reference/most_similar_group.csv, comparisons with that group appear beside the others.

select distinct
    force_code,
    group_force_code,
    edition,
from raw.reference_most_similar_group
where force_code <> group_force_code
