SELECT :value::interval::text
