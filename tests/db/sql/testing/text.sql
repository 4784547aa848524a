SELECT :value::text
