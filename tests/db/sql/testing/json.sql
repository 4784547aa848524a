SELECT :value::jsonb::text
