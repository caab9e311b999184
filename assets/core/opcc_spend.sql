-- Payments over GBP 500 of an office, a force or a council, each counted once.
-- Grain: one row per line of a payment.
--
-- A month published again under another name holds the same payments: those of one body, transaction
-- number and date are taken from the file received last; without a number, lines equal in all that is
-- published are. Equal lines within one file are different payments, and stay.

with typed as (
    select
        coalesce(nullif(trim(body_name), ''), 'Body not stated') as body_name,
        coalesce(
            try_cast(left(trim(payment_date), 10) as date),
            try_strptime(trim(payment_date), ['%d/%m/%Y', '%d.%m.%Y', '%d-%m-%Y'])::date,
            try_strptime(
                regexp_replace(trim(payment_date), '[/ ]', '-', 'g'), ['%d-%b-%y', '%d-%b-%Y']
            )::date
        ) as payment_date,
        nullif(trim(supplier_name), '') as supplier_name,
        (case when regexp_matches(net_amount, '[-(]') then -1 else 1 end)
            * regexp_replace(net_amount, '[^0-9.]', '', 'g')::decimal(18, 2) as net_amount_gbp,
        nullif(trim(transaction_number), '') as transaction_number,
        nullif(trim(expenditure_category), '') as expenditure_category,
        nullif(trim(service), '') as service,
        nullif(trim(narrative), '') as narrative,
        source_file,
        received_at,
    from raw.opcc_spend
),

keyed as (
    select
        *,
        case
            when transaction_number is not null
                then concat_ws('|', body_name, transaction_number, payment_date)
            else concat_ws(
                '|', body_name, payment_date, supplier_name, net_amount_gbp, expenditure_category,
                service, narrative
            )
        end as payment_key,
    from typed
)

select
    * exclude (payment_key, received_at),
    supplier_name is null
        or regexp_matches(supplier_name, '(?i)redact|withheld|personal (data|information)|not disclosed')
        as is_supplier_redacted,
    strftime(payment_date - interval 3 month, '%Y')
        || '/' || strftime(payment_date + interval 9 month, '%y') as financial_year,
from keyed
qualify source_file = first(source_file) over (
    partition by payment_key order by received_at desc, source_file desc
)
