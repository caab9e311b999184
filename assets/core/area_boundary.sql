-- Outlines of areas for maps, each from the newest edition that holds it.
-- Grain: one row per area that has an outline.
-- A partnership or a force area without a boundary of its own is drawn as its districts together,
-- where every one of them has an outline: an area with a part left out would be wrong.

with newest as (
    select
        trim(replace(area_code, chr(160), ' ')) as area_code,
        arg_max(
            struct_pack(
                outline, left_m, top_m, right_m, bottom_m, label_x_m, label_y_m, edition_year, mended,
                note, source_file
            ),
            (edition_year, received_at, source_file)
        ) as drawn,
    from raw.area_boundary
    group by all
),

known as (
    select area_code, any_value(area_type) as area_type
    from core.area
    group by area_code
),

delivered as (
    select newest.area_code, known.area_type, newest.drawn
    from newest
    inner join known using (area_code)
),

district as (
    select place.district_code, place.csp_code, place.force_code, delivered.drawn
    from core.district as place
    left join delivered on place.district_code = delivered.area_code
    where place.valid_to is null
    and place.last_edition_year = (select max(last_edition_year) from core.district)
),

part as (
    select csp_code as area_code, 'csp' as area_type, drawn from district where csp_code is not null

    union all

    select force_code as area_code, 'force' as area_type, drawn
    from district
    where force_code is not null
),

joined as (
    select
        area_code,
        any_value(area_type) as area_type,
        string_agg(drawn.outline, '' order by drawn.outline) as outline,
        min(drawn.left_m) as left_m,
        min(drawn.top_m) as top_m,
        max(drawn.right_m) as right_m,
        max(drawn.bottom_m) as bottom_m,
        -- The label stands in the largest of the districts.
        arg_max(
            struct_pack(x := drawn.label_x_m, y := drawn.label_y_m),
            (drawn.right_m - drawn.left_m)::bigint * (drawn.bottom_m - drawn.top_m)
        ) as label,
        max(drawn.edition_year) as edition_year,
        string_agg(distinct drawn.mended, '; ') as mended,
        max(drawn.note) as note,
        max(drawn.source_file) as source_file,
        count(*) as part_count,
    from part
    anti join delivered using (area_code)
    group by area_code
    having count(*) = count(drawn)
)

select
    area_code,
    area_type,
    drawn.edition_year as edition_year,
    'boundary' as drawn_from,
    1 as part_count,
    drawn.outline as outline,
    drawn.left_m as left_m,
    drawn.top_m as top_m,
    drawn.right_m as right_m,
    drawn.bottom_m as bottom_m,
    drawn.label_x_m as label_x_m,
    drawn.label_y_m as label_y_m,
    drawn.mended as mended,
    drawn.note as note,
    drawn.source_file as source_file,
from delivered

union all

select
    area_code,
    area_type,
    edition_year,
    'districts',
    part_count,
    outline,
    left_m,
    top_m,
    right_m,
    bottom_m,
    label.x,
    label.y,
    mended,
    note,
    source_file,
from joined
