-- Most similar groups as published. Grain: one row per edition, force and force of its group.

select
    force_code,
    group_force_code,
    edition,
from core.most_similar_group
