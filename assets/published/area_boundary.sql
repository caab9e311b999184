-- Outlines of areas as published. Grain: one row per area that has an outline.

select
    area_code,
    area_type,
    edition_year,
    drawn_from,
    part_count,
    outline,
    left_m,
    top_m,
    right_m,
    bottom_m,
    label_x_m,
    label_y_m,
    note,
    source_file,
from core.area_boundary
